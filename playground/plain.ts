import type { Directory } from './directory.js';
import type { Modal } from './modals.js';
import type { Content } from './model.js';
import { drawBlock } from './plain/block.js';
import { drawMrkdwn, drawText, type Reader } from './plain/inline.js';
import { stylesFor } from './plain/style.js';
import { wrap } from './plain/wrap.js';

/** How to draw. */
export interface PlainOptions {
  readonly directory: Directory;
  /** Columns; 80 if not given. */
  readonly width?: number;
  /** ANSI styles; off if not given. */
  readonly colour?: boolean;
  /** IANA name; UTC if not given. */
  readonly timeZone?: string;
  /** Milliseconds, for today and yesterday; now if not given. */
  readonly now?: number;
}

/** A message as text for a terminal, as a person would read it: its blocks if it has any, else its text. */
export function plain(content: Content, options: PlainOptions): string {
  const reader = readerOf(options);
  const width = options.width ?? 80;
  if (content.blocks.length === 0) return wrap(drawMrkdwn(content.text, reader), width).join('\n');
  return content.blocks.flatMap((block) => drawBlock(block, width, reader)).join('\n');
}

/** A modal as text for a terminal: title, blocks, what was complained of, and its two buttons. */
export function plainModal(modal: Modal, options: PlainOptions): string {
  const reader = readerOf(options);
  const width = options.width ?? 80;
  const { view } = modal;
  const buttons = [view.close, view.submit].flatMap((one) => (one === undefined ? [] : `[ ${drawText(one, reader)} ]`));
  return [
    reader.styles.bold(drawText(view.title, reader)),
    ...view.blocks.flatMap((block) => [
      ...drawBlock(block, width, reader),
      ...wrap(modal.errors[block.block_id ?? ''] ?? '', width).filter((line) => line !== ''),
    ]),
    buttons.join('  '),
  ].join('\n');
}

function readerOf(options: PlainOptions): Reader {
  return {
    directory: options.directory,
    timeZone: options.timeZone ?? 'UTC',
    now: options.now ?? Date.now(),
    styles: stylesFor(options.colour ?? false),
  };
}
