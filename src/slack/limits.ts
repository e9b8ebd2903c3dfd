import type { KnownBlock } from '@slack/types';
import { cut, cutBytes } from './cut.js';
import { fit } from './fit.js';
import type { SlackMessage } from './slack-message.js';

/** What one message may hold in all. Slack's own limits are higher or undocumented; these leave room. `textBytes` is for chat.update, which counts UTF-8. */
const LIMITS = { text: 2_900, textBytes: 3_900, blocks: 40, all: 9_500 } as const;

/** Stands where something did not fit: nothing is left out in silence. */
const MORE: KnownBlock = {
  type: 'context',
  elements: [{ type: 'mrkdwn', text: 'There is more than fits into one message.', verbatim: true }],
};

/** The one guard between a message and Slack: cuts what is too long (with an ellipsis) and leaves out what is too much (and says so). Never throws. */
export function withinLimits({ text, blocks }: SlackMessage): SlackMessage {
  const fitted = blocks.map(fit);
  const whole = fitted.flatMap(({ block }) => block ?? []);
  const kept = within(whole, LIMITS.blocks, LIMITS.all);
  const complete = kept.length === whole.length && fitted.every(({ complete: all }) => all);
  return {
    text: cutBytes(cut(text, LIMITS.text), LIMITS.textBytes) || 'Runbook Bot',
    blocks: complete ? kept : [...within(whole, LIMITS.blocks - 1, LIMITS.all - sizeOf(MORE)), MORE],
  };
}

/** As many blocks as there is room for, in their order: headline and buttons first, since people act on those. */
function within(blocks: readonly KnownBlock[], most: number, room: number): KnownBlock[] {
  const chosen = new Set<KnownBlock>();
  let left = room;
  const inOrderOfNeed = [...blocks.filter(isNeeded), ...blocks.filter((block) => !isNeeded(block))];
  for (const block of inOrderOfNeed) {
    const size = sizeOf(block);
    if (chosen.size >= most || size > left) continue;
    left -= size;
    chosen.add(block);
  }
  return blocks.filter((block) => chosen.has(block));
}

function isNeeded({ type }: KnownBlock): boolean {
  return type === 'header' || type === 'actions';
}

/** Characters of all strings in it: an upper bound of what Slack counts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (typeof value === 'object' && value !== null) return sizeOf(Object.values(value));
  return 0;
}
