import type { Answer, Look, Rights } from '../../commands/command.js';
import { interpret } from '../../commands/index.js';
import type { IncidentRow } from '../../src/engine/store.js';
import { project } from '../../src/incident/projection.js';
import type { Incident } from '../../src/incident/state.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { START, Story } from '../builders.js';
import { sample, second } from '../sample.js';
import { words } from '../view/words.js';

export interface Place {
  readonly incidents: readonly Incident[];
  readonly runbooks: readonly Runbook[];
  readonly channel: string | null;
  readonly now: Date;
  readonly rights: Rights;
}

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

export function lookAt({ incidents, runbooks, now }: Omit<Place, 'rights'>): Look {
  const rows = incidents.map((one): IncidentRow => ({ ...project(one), incident: one.id, seq: 3 }));
  return {
    list: ({ open, channel }) =>
      Promise.resolve(rows.filter((row) => (!open || row.open) && (channel === null || row.channel === channel))),
    find: (id) => Promise.resolve(rows.find((row) => row.incident === id) ?? null),
    read: (id) => Promise.resolve(incidents.find((one) => one.id === id) ?? null),
    runbooks: () => runbooks,
    now: () => now,
  };
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

/** What is answered to read; throws where something would be changed. */
export async function read(said: string, over: Partial<Place> = {}): Promise<string> {
  const answer = await say(said, over);
  if (!('message' in answer)) throw new Error(`${said} would change something`);
  return words(answer.message.plain);
}

export async function buttons(said: string, over: Partial<Place> = {}): Promise<string[]> {
  const answer = await say(said, over);
  if (!('message' in answer)) throw new Error(`${said} would change something`);
  return answer.message.blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : [],
  );
}
