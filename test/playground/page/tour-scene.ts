import type { Block } from '../../../playground/blocks/schema.js';
import type {
  PageFile,
  PageMessage,
  PagePanel,
  PagePerson,
  PageState,
} from '../../../playground/page-server/protocol.js';

export const ada: PagePerson = { id: 'UADA', name: 'ada', realName: 'Ada', part: 'responder', bot: false };
export const sam: PagePerson = { id: 'USAM', name: 'sam', realName: 'Sam', part: 'approver', bot: false };
export const kim: PagePerson = { id: 'UKIM', name: 'kim', realName: 'Kim', part: 'bystander', bot: false };
export const bot: PagePerson = { id: 'UBOT', name: 'runbook', realName: 'Runbook Bot', part: null, bot: true };

export const panel: PagePanel = {
  services: [
    { name: 'api', state: 'healthy', well: true },
    { name: 'redis', state: 'healthy', well: true },
  ],
  faults: [
    { name: 'oom', says: 'the kernel kills the API', group: 'The API dies' },
    { name: 'segfault', says: 'native code in the API', group: 'The API dies' },
    { name: 'redis-full', says: 'Redis refuses to write', group: 'Redis' },
  ],
  broken: null,
  busy: null,
  slack: 'none',
  complaint: null,
};

/** A workspace in which nothing happened, seen by Ada. */
export const quiet: PageState = {
  you: ada,
  people: [ada, sam, kim, bot],
  groups: [],
  channels: [{ id: 'CINC', name: 'inc-api', kind: 'public', topic: '', bookmarks: [], archived: false }],
  messages: [],
  modals: [],
  commands: [{ command: '/incident', description: 'Run a runbook', hint: '[runbook]' }],
  shortcuts: [],
  panel,
  missing: null,
  bot: 'running',
};

export const broken: PageState = { ...quiet, panel: { ...panel, broken: 'oom' } };

/** A message of somebody in #inc-api. */
export function message(ts: string, text: string, more: Partial<PageMessage> = {}): PageMessage {
  return {
    ...{ key: `CINC ${ts}`, channel: 'CINC', ts, threadTs: null, author: bot.id, text, blocks: [], files: [] },
    ...{ edited: false, ephemeral: false, reactions: {}, notifies: false, ...more },
  };
}

/** The card of an incident that says this, with buttons of these actions. */
export function card(ts: string, id: string, status: string, actions: readonly string[] = []): PageMessage {
  const header: Block = { type: 'header', text: { type: 'plain_text', text: `🔴 api down: ${status}`, emoji: true } };
  const row: Block = {
    type: 'actions',
    elements: actions.map((action, at) => ({
      type: 'button',
      action_id: `${action}:${at}`,
      text: { type: 'plain_text', text: action, emoji: true },
      value: id,
    })),
  };
  return message(ts, `${id} api down: ${status}. Next: read.`, {
    blocks: actions.length === 0 ? [header] : [header, row],
  });
}

/** A reply in a card's thread with a file. */
export function fileReply(ts: string, threadTs: string, name: string): PageMessage {
  const file: PageFile = { id: 'F1', name, title: name, alt: '', picture: false, bytes: 10, url: '/file/F1' };
  return message(ts, `INC-1, ${name}`, { threadTs, files: [file] });
}
