import type { Block, Button, Message } from '../../src/view/message.js';
import type { Part, Text } from '../../src/text/text.js';

/**
 * A message as a reviewer reads it, one letter before each block: H header, S section, A buttons (`*` the primary one),
 * C context, R list or quoted lines, M menu, T the notification. Times stand in angle brackets, code in backticks.
 */
export function inWords({ blocks, plain }: Message): string {
  return [...blocks.map(block), `T ${words(plain)}`].join('\n') + '\n';
}

function block(one: Block): string {
  switch (one.kind) {
    case 'header':
      return `H ${one.title}`;
    case 'section':
      return `S ${indented(words(one.says))}${one.menu === undefined ? '' : `\nM ${one.menu.map(button).join(' ')}`}`;
    case 'buttons':
      return `A ${one.buttons.map(button).join(' ')}`;
    case 'context':
      return `C ${indented(words(one.says))}`;
    case 'list':
      return one.items.map((item) => `R • ${words(item)}`).join('\n');
    case 'quote':
      return indented([`R ${one.title}`, ...one.lines].join('\n'));
  }
}

function button({ label, primary }: Button): string {
  return `[${label}]${primary ? '*' : ''}`;
}

function indented(lines: string): string {
  return lines.replaceAll('\n', '\n  ');
}

/** A text as plain words. */
export function words(says: Text): string {
  return says.map(word).join('');
}

function word(part: Part): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('code' in part) return `\`${part.code}\``;
  if ('time' in part) return `<${part.time.slice(11, part.to === 'second' ? 19 : 16)}>`;
  if ('link' in part) return `${part.link} (${part.url})`;
  return 'person' in part ? part.person : `@${part.mention}`;
}
