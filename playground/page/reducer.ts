import type { PageEvent, PageMessage, PageState } from '../page-server/protocol.js';

/**
 * What is on the page after the stream said something; null until it said everything once. Messages are in order of
 * time, and one that did not change stays the same object, so that nothing is drawn again for nothing.
 */
export function after(state: PageState | null, event: PageEvent): PageState | null {
  if (event.is === 'state') return { ...event.state, messages: inOrder(kept(state, event.state.messages)) };
  if (state === null) return null;
  const messages = changed(state.messages, kept(state, event.messages), event.gone);
  return { ...state, ...event.rest, messages };
}

function kept(state: PageState | null, messages: readonly PageMessage[]): readonly PageMessage[] {
  if (state === null) return messages;
  const before = new Map(state.messages.map((one) => [one.key, one]));
  return messages.map((one) => {
    const old = before.get(one.key);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(one) ? old : one;
  });
}

function changed(
  before: readonly PageMessage[],
  messages: readonly PageMessage[],
  gone: readonly string[],
): readonly PageMessage[] {
  if (messages.length === 0 && gone.length === 0) return before;
  const byKey = new Map(before.map((one) => [one.key, one]));
  for (const key of gone) byKey.delete(key);
  for (const one of messages) byKey.set(one.key, one);
  return inOrder([...byKey.values()]);
}

function inOrder(messages: readonly PageMessage[]): readonly PageMessage[] {
  return [...messages].sort((a, b) => Number(a.ts) - Number(b.ts));
}
