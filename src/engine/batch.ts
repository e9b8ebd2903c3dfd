import { decide } from '../incident/decide.js';
import { type Command, type Refusal } from '../incident/command.js';
import type { Event } from '../incident/events.js';
import { evolve, type Incident, type Run } from '../incident/state.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Runbooks, Wish } from './ports.js';
import type { Refused } from './store.js';

/** The runbooks of an incident's runs by hash; null for a version that cannot be read any more. */
export type Versions = ReadonlyMap<string, Runbook | null>;

/** A command in the mailbox; a wish comes with its inbox key. */
export interface Item {
  readonly command: Command;
  readonly key: string | null;
  readonly wish: Wish | null;
  /** Hears whether it changed anything, once that is on record; false as well where it never will be. */
  readonly recorded?: (changed: boolean) => void;
}

/** What a batch of commands comes to, before it is written. */
export interface Draft {
  readonly events: readonly Event[];
  readonly state: Incident | null;
  readonly refusals: ReadonlyMap<string, Refusal>;
  /** The items that changed something. */
  readonly effective: ReadonlySet<Item>;
}

export interface BatchCircumstances {
  readonly now: Date;
  readonly runbooks: Runbooks;
  readonly versions: Versions;
  readonly ownChannels: boolean;
}

/** Decides one command after the other, each on the state the one before left. Pure. */
export function decideAll(
  id: string,
  from: Incident | null,
  batch: readonly Item[],
  { now, runbooks, versions, ownChannels }: BatchCircumstances,
): Draft {
  const events: Event[] = [];
  const refusals = new Map<string, Refusal>();
  const effective = new Set<Item>();
  const runbookOf = (run: Run): Runbook | null => versions.get(run.hash) ?? null;
  let state = from;
  for (const item of batch) {
    const { command, key, wish } = item;
    const again = command.do === 'diagnose' || command.do === 'watched';
    const name = wish?.runbook ?? (again ? state?.runs.at(-1)?.runbook : null);
    const starts = name == null ? null : runbooks.current(name);
    const decided = decide(state, command, { now, starts, runbookOf, ownChannels });
    if ('refusal' in decided) {
      if (key !== null) refusals.set(key, decided);
    } else if (decided.length > 0) effective.add(item);
    for (const event of 'refusal' in decided ? (decided.record ?? []) : decided) {
      events.push(event);
      state = evolve(id, state, event);
    }
  }
  return { events, state, refusals, effective };
}

/** The item, with a remedy's start become the news that another incident works on its target. */
export function withoutStart(item: Item, { incident, target }: Extract<Refused, { refused: 'target_busy' }>): Item {
  const { command } = item;
  if (command.do !== 'prepared') return item;
  const says = [`${incident} works on ${target} right now`];
  return { ...item, command: { do: 'not_prepared', request: command.request, how: 'busy', says } };
}

/** The wish belongs to whichever incident of the service is open. Any other, a note above all, is about its own and no other. */
export function joins({ command }: Wish): boolean {
  return command.do === 'open' || command.do === 'alert' || command.do === 'reopen';
}
