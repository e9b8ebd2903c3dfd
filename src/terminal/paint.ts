import { utcClock } from '../text/clock.js';
import type { Part, Text } from '../text/text.js';
import type { Block, Message } from '../view/message.js';

/** How the terminal shows things. */
export interface Paint {
  readonly colour: boolean;
  readonly width: number;
}

const BOLD = '1';
const DIM = '2';

/** A message as lines for a terminal: the same words as in Slack, without anything to press. */
export function painted(message: Message, paint: Paint): string {
  return message.blocks
    .map((block) => paintBlock(block, paint))
    .filter((lines) => lines !== '')
    .join('\n');
}

function paintBlock(block: Block, paint: Paint): string {
  switch (block.kind) {
    case 'header':
      return style(block.title, BOLD, paint);
    case 'section':
      return wrap(words(block.says, paint), paint.width);
    case 'context':
      return style(wrap(words(block.says, paint), paint.width), DIM, paint);
    case 'list':
      return block.items.map((item) => wrap(`• ${words(item, paint)}`, paint.width, '  ')).join('\n');
    case 'quote':
      return [style(block.title, BOLD, paint), ...block.lines.map((line) => style(`  | ${line}`, DIM, paint))].join(
        '\n',
      );
    case 'buttons':
      return '';
  }
}

function words(says: Text, paint: Paint): string {
  return says.map((part) => word(part, paint)).join('');
}

function word(part: Part, paint: Paint): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return style(part.bold, BOLD, paint);
  if ('code' in part) return part.code;
  if ('time' in part) return utcClock(part.time, part.to, new Date().toISOString());
  if ('link' in part) return `${part.link} (${part.url})`;
  return ('person' in part ? part.person : part.mention).replace(/^\w+:/, '');
}

function style(text: string, code: string, { colour }: Paint): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** Breaks lines between words; a word longer than a line stays whole, so that it can be copied. */
function wrap(text: string, width: number, indent = ''): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width, indent))
    .join('\n');
}

function wrapLine(line: string, width: number, indent: string): string {
  const lines: string[] = [];
  let current = '';
  for (const piece of line.split(' ')) {
    const longer = current === '' ? piece : `${current} ${piece}`;
    if (current !== '' && longer.length > width) {
      lines.push(current);
      current = `${indent}${piece}`;
    } else current = longer;
  }
  return [...lines, current].join('\n');
}
