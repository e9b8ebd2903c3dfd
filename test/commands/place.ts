import type { Answer, Look, Rights } from '../../commands/command.js';
import { interpret } from '../../commands/index.js';
import type { Account, Recorded } from '../../src/engine/reporter.js';
import type { ChainVerdict, Counted, IncidentRow, LogRow } from '../../src/engine/store.js';
import { project } from '../../src/incident/projection.js';
import type { Incident } from '../../src/incident/state.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import type { Message } from '../../src/view/message.js';
import { START, Story } from '../builders.js';
import { sample, second } from '../sample.js';
import { words } from '../view/words.js';

export interface Place {
  readonly incidents: readonly Incident[];
  readonly runbooks: readonly Runbook[];
  readonly channel: string | null;
  readonly now: Date;
  readonly rights: Rights;
  /** What the log of an incident holds, by incident; nothing for those left out. */
  readonly logs: Readonly<Record<string, readonly Recorded[]>>;
  readonly counted: readonly Counted[];
  /** What was counted is said here. */
  readonly countedSince: (since: Date) => void;
  readonly verdict: ChainVerdict;
  readonly rows: readonly LogRow[];
  /** Kept texts by hash. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The log of a story. */
export const logOf = ({ events }: Story): readonly Recorded[] => events.map((event, at) => ({ seq: at + 1, event }));

const NOTHING: Pick<Place, 'logs' | 'counted' | 'countedSince' | 'verdict' | 'rows' | 'texts'> = {
  logs: {},
  counted: [],
  countedSince: () => undefined,
  verdict: { intact: true, events: 0, pruned: 0, head: '' },
  rows: [],
  texts: {},
};

/** What somebody may do, said beforehand. */
export const rights = (approve: boolean, breakGlass: boolean): Rights => ({
  approve: () => Promise.resolve(approve),
  breakGlass: () => Promise.resolve(breakGlass),
});

export const incident = (id: string, channel: string | null, closed = false): Incident => {
  const story = new Story([sample], id).open({ channel });
  if (closed) story.do({ do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'x' });
  return story.incident;
};
export const mine = incident('INC-12', 'C1');
export const other = incident('INC-13', 'C1');
export const elsewhere = incident('INC-14', 'C2');
export const closed = incident('INC-11', 'C1', true);

type Seen = Pick<Place, 'incidents' | 'runbooks' | 'now'> & Partial<Place>;

export function lookAt({ incidents, runbooks, now, ...more }: Seen): Look {
  const { logs, counted, countedSince, verdict, rows: log, texts } = { ...NOTHING, ...more };
  const rows = incidents.map((one): IncidentRow => ({ ...project(one), incident: one.id, seq: 3 }));
  return {
    list: ({ open, channel }) =>
      Promise.resolve(rows.filter((row) => (!open || row.open) && (channel === null || row.channel === channel))),
    find: (id) => Promise.resolve(rows.find((row) => row.incident === id) ?? null),
    read: (id) => Promise.resolve(incidents.find((one) => one.id === id) ?? null),
    account: (id) => Promise.resolve(accountOf(id, logs[id], now)),
    count: (since) => {
      countedSince(since);
      return Promise.resolve(counted);
    },
    verify: () => Promise.resolve(verdict),
    rows: () => Promise.resolve(log),
    kept: (hash) => Promise.resolve(texts[hash] ?? null),
    runbooks: () => runbooks,
    now: () => now,
  };
}

function accountOf(incident: string, events: readonly Recorded[] | undefined, now: Date): Account | null {
  return events === undefined ? null : { incident, events, runbooks: new Map(), samples: [], names: {}, now };
}

export async function say(said: string, over: Partial<Place> = {}): Promise<Answer> {
  const place = {
    incidents: [mine, elsewhere, closed],
    runbooks: [sample, second],
    channel: 'C1',
    now: START,
    rights: rights(false, false),
    ...over,
  };
  return interpret(said, { by: 'slack:USAM', channel: place.channel, look: lookAt(place), rights: place.rights });
}

/** What is answered to read, in full. */
export async function shown(said: string, over: Partial<Place> = {}): Promise<Message> {
  const answer = await say(said, over);
  if (!('message' in answer)) throw new Error(`${said} is not answered with something to read`);
  return answer.message;
}

/** What is answered to read; throws where something would be changed. */
export async function read(said: string, over: Partial<Place> = {}): Promise<string> {
  return words((await shown(said, over)).plain);
}

export async function buttons(said: string, over: Partial<Place> = {}): Promise<string[]> {
  return (await shown(said, over)).blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : [],
  );
}
