import type { Block } from '../blocks/schema.js';
import type { RichGroup } from '../blocks/rich-text.js';
import { drawElement } from './element.js';
import { drawMrkdwn, drawPiece, drawText, type Reader } from './inline.js';
import { harmless } from './style.js';
import { widthOf, wrap } from './wrap.js';

type BlockOf<T extends Block['type']> = Extract<Block, { type: T }>;

/** One block as lines of at most `width` columns. */
export function drawBlock(block: Block, width: number, reader: Reader): string[] {
  switch (block.type) {
    case 'header':
      return wrap(drawText(block.text, reader), width).map(reader.styles.bold);
    case 'divider':
      return [reader.styles.dim('─'.repeat(width))];
    case 'section':
      return drawSection(block, width, reader);
    case 'context':
      return wrap(
        block.elements.map((one) => (one.type === 'image' ? picture(one.alt_text) : drawText(one, reader))).join('  '),
        width,
      ).map(reader.styles.dim);
    case 'actions':
      return row(
        block.elements.map((one) => drawElement(one, reader)),
        width,
      );
    case 'image':
      return wrap(picture(block.title?.text ?? block.alt_text), width);
    case 'markdown':
      return wrap(drawMrkdwn(block.text, reader), width);
    case 'rich_text':
      return block.elements.flatMap((one) => drawGroup(one, width, reader));
    case 'table':
      return drawTable(block, width, reader);
    case 'input':
      return [
        ...wrap(`${drawText(block.label, reader)}${block.optional ? ' (optional)' : ''}:`, width).map(
          reader.styles.bold,
        ),
        ...wrap(drawElement(block.element, reader), width),
        ...(block.hint === undefined ? [] : wrap(drawText(block.hint, reader), width).map(reader.styles.dim)),
      ];
  }
}

function drawSection(block: BlockOf<'section'>, width: number, reader: Reader): string[] {
  const texts = [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])];
  const lines = texts.flatMap((one) => wrap(drawText(one, reader), width));
  if (block.accessory === undefined) return lines;
  const beside =
    block.accessory.type === 'image' ? picture(block.accessory.alt_text) : drawElement(block.accessory, reader);
  const last = lines.at(-1) ?? '';
  const together = `${last}  ${beside}`;
  if (lines.length === 1 && widthOf(together) <= width) return [together];
  return [...lines, ...wrap(beside, width)];
}

function drawGroup(group: RichGroup, width: number, reader: Reader): string[] {
  if (group.type === 'rich_text_list') {
    const indent = '  '.repeat(group.indent ?? 0);
    const first = (group.offset ?? 0) + 1;
    return group.elements.flatMap((one, index) => {
      const mark = group.style === 'bullet' ? '•' : `${first + index}.`;
      return wrap(`${indent}${mark} ${one.elements.map((piece) => drawPiece(piece, reader)).join('')}`, width);
    });
  }
  const text = group.elements.map((one) => drawPiece(one, reader)).join('');
  if (group.type === 'rich_text_section') return wrap(text.replace(/\n$/, ''), width);
  const mark = group.type === 'rich_text_quote' ? '▌ ' : '│ ';
  return wrap(text, width - 2).map((line) => reader.styles.dim(mark) + line);
}

function drawTable(block: BlockOf<'table'>, width: number, reader: Reader): string[] {
  const rows = block.rows.map((cells) =>
    cells.map((cell) =>
      cell.type === 'rich_text'
        ? cell.elements.flatMap((one) => drawGroup(one, width, reader)).join(' ')
        : harmless(cell.text),
    ),
  );
  const columns = Math.max(...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((cells) => widthOf(cells[at] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join(' │ ')
      .trimEnd();
  return rows.flatMap((cells) => wrap(line(cells), width));
}

/** Buttons side by side, as many as fit on a line. */
function row(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.pop();
    const together = last === undefined ? item : `${last}  ${item}`;
    if (last !== undefined && widthOf(together) > width) lines.push(last, item);
    else lines.push(together);
  }
  return lines;
}

function picture(alt: string): string {
  return `[image: ${harmless(alt)}]`;
}
