import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from './slack-message.js';

/** What one message may hold. Slack's own limits are higher or undocumented; these leave room. */
const LIMITS = {
  text: 3_000,
  header: 150,
  section: 2_900,
  context: 1_900,
  preformatted: 2_900,
  label: 75,
  value: 2_000,
  blocks: 40,
  all: 9_500,
} as const;

/** The one guard between a message and Slack: cuts what is too long and says so, drops the end when there is too much. Never throws. */
export function withinLimits({ text, blocks }: SlackMessage): SlackMessage {
  const kept: KnownBlock[] = [];
  let room: number = LIMITS.all;
  for (const block of blocks.slice(0, LIMITS.blocks)) {
    const fitted = fit(block);
    const size = sizeOf(fitted);
    if (size > room) continue;
    room -= size;
    kept.push(fitted);
  }
  return { text: cut(text, LIMITS.text) || 'Runbook Bot', blocks: kept };
}

function fit(block: KnownBlock): KnownBlock {
  switch (block.type) {
    case 'header':
      return { ...block, text: { ...block.text, text: cut(block.text.text, LIMITS.header) || ' ' } };
    case 'section':
      return block.text === undefined
        ? block
        : { ...block, text: { ...block.text, text: cut(block.text.text, LIMITS.section) || ' ' } };
    case 'context':
      return {
        ...block,
        elements: block.elements.map((element) =>
          'text' in element ? { ...element, text: cut(element.text, LIMITS.context) || ' ' } : element,
        ),
      };
    case 'actions':
      return { ...block, elements: block.elements.slice(0, 25) };
    case 'rich_text':
      return { ...block, elements: block.elements.map(fittedRich) };
    default:
      return block;
  }
}

type RichBlock = Extract<KnownBlock, { type: 'rich_text' }>['elements'][number];

function fittedRich(element: RichBlock): RichBlock {
  if (element.type !== 'rich_text_preformatted') return element;
  return {
    ...element,
    elements: element.elements.map((one) =>
      one.type === 'text' ? { ...one, text: cut(one.text, LIMITS.preformatted) || ' ' } : one,
    ),
  };
}

/** Cuts on a code point, and never inside `<…>` or an entity: a half of either could come to mean something else. */
export function cut(words: string, most: number): string {
  if (words.length <= most) return words;
  const head = words.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '');
  const open = head.lastIndexOf('<');
  const whole = open > head.lastIndexOf('>') ? head.slice(0, open) : head;
  const entity = whole.replace(/&[a-z]{0,4}$/, '');
  const ticks = entity.split('`').length - 1;
  return `${ticks % 2 === 1 ? entity.slice(0, entity.lastIndexOf('`')) : entity}…`;
}

/** Characters of all strings a reader could see: an upper bound of what Slack counts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (typeof value === 'object' && value !== null) return sizeOf(Object.values(value));
  return 0;
}
