import type { PageChannel, PageMessage, PagePerson, PageState } from '../../../playground/page-server/protocol.js';

export const ada: PagePerson = { id: 'U1', name: 'ada', realName: 'Ada', part: 'responder', bot: false };
export const sam: PagePerson = { id: 'U2', name: 'sam', realName: 'Sam', part: 'approver', bot: false };

export const api: PageChannel = {
  id: 'C1',
  name: 'inc-api',
  kind: 'public',
  topic: '',
  bookmarks: [],
  archived: false,
};

/** A message of Sam's in #inc-api, with what is different about it. */
export function said(ts: string, changes: Partial<PageMessage> = {}): PageMessage {
  return {
    key: `C1:${ts}`,
    channel: 'C1',
    ts,
    threadTs: null,
    author: sam.id,
    text: `said at ${ts}`,
    blocks: [],
    files: [],
    edited: false,
    ephemeral: false,
    reactions: {},
    notifies: false,
    ...changes,
  };
}

/** What Ada sees. */
export function seen(messages: readonly PageMessage[], changes: Partial<PageState> = {}): PageState {
  return {
    you: ada,
    people: [ada, sam],
    groups: [],
    channels: [api],
    messages,
    modals: [],
    commands: [],
    shortcuts: [],
    panel: null,
    missing: null,
    bot: 'running',
    ...changes,
  };
}
