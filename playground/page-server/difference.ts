import { isDeepStrictEqual } from 'node:util';
import type { PageEvent, PageMessage, PageState } from './protocol.js';

type Rest = Extract<PageEvent, { is: 'change' }>['rest'];

const REST = ['people', 'groups', 'channels', 'modals', 'commands', 'shortcuts', 'panel', 'missing', 'bot'] as const;

/** What is different between two states of one person; null for nothing. A message that is the same object has not changed. */
export function difference(before: PageState, after: PageState): PageEvent | null {
  const known = new Map(before.messages.map((one) => [one.key, one]));
  const messages = after.messages.filter((one) => known.get(one.key) !== one);
  const gone = keysGone(before.messages, after.messages);
  const rest = Object.fromEntries(
    REST.flatMap((key) => (isDeepStrictEqual(before[key], after[key]) ? [] : [[key, after[key]]])),
  ) as Rest;
  if (messages.length === 0 && gone.length === 0 && Object.keys(rest).length === 0) return null;
  return { is: 'change', messages, gone, rest };
}

function keysGone(before: readonly PageMessage[], after: readonly PageMessage[]): string[] {
  const left = new Set(after.map(({ key }) => key));
  return before.flatMap(({ key }) => (left.has(key) ? [] : [key]));
}
