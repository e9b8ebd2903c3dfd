import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import type { Command } from '../incident/command.js';
import type { CheckAnswer } from '../incident/events.js';
import { requestOf } from '../incident/due.js';
import type { Report } from '../incident/record.js';
import type { Effect } from '../incident/pending.js';
import type { Incident } from '../incident/state.js';
import { maskWithin } from '../text/mask-within.js';
import { findOut, verify, watch, type Pace } from './aftermath.js';
import type { Versions } from './batch.js';
import { checkData, draft, report, type WritingParts } from './writing.js';
import { act, offer, prepare, type Task, type WorkParts } from './remedy-work.js';

/** Evidence longer than this lives by its hash; the event keeps the newest lines. Characters of JSON. */
const LONG = 2_048;
const NEWEST_LINES = 8;
const UNREADABLE = 'its runbook cannot be read any more';

export interface PerformerParts extends WorkParts, Omit<WritingParts, keyof WorkParts> {
  readonly pace: Pace;
  readonly log: Logger;
  readonly post: (command: Command) => void;
}

/** Carries out what an incident's state asks for, each effect once in this life; asking again is for the next one. */
export class Performer {
  readonly #parts: PerformerParts;
  readonly #begun = new Set<string>();
  readonly #acts = new Set<Promise<void>>();
  #underWay = 0;
  #finishing = false;

  constructor(parts: PerformerParts) {
    this.#parts = parts;
  }

  /** True while something is out, also a check that is late. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** Begins nothing any more, and waits for what changes the world just now, `limitMs` at most. */
  async finish(limitMs: number): Promise<void> {
    this.#finishing = true;
    const late = new AbortController();
    await Promise.race([Promise.allSettled(this.#acts), pause(limitMs, undefined, { signal: late.signal })]).finally(
      () => late.abort(),
    );
  }

  perform(effects: readonly Effect[], state: Incident, versions: Versions): void {
    for (const effect of this.#finishing ? [] : effects) {
      const name = nameOf(effect);
      if (this.#begun.has(name)) continue;
      this.#begun.add(name);
      this.#underWay += 1;
      const performed = this.#patiently(effect, state, versions)
        .catch((error: unknown) => {
          this.#parts.log.error({ err: error, effect: name }, 'an effect failed');
          if (!this.#parts.signal.aborted) this.#giveUp(effect, 'the bot failed at it; its log says how');
        })
        .finally(() => {
          this.#underWay -= 1;
          // The same situation may come again, after another one.
          if (effect.effect === 'offer' || effect.effect === 'draft') this.#begun.delete(name);
          this.#acts.delete(performed);
        });
      if (effect.effect === 'act') this.#acts.add(performed);
    }
  }

  /** What is written down is written down once the database is back: nobody waits for it within seconds. */
  async #patiently(effect: Effect, state: Incident, versions: Versions): Promise<void> {
    for (;;) {
      try {
        await this.#perform(effect, state, versions);
        return;
      } catch (error) {
        const writes = effect.effect === 'report' || effect.effect === 'draft';
        const away = error instanceof UserError && error.code === 'store_unavailable';
        if (!writes || !away || this.#parts.signal.aborted) throw error;
        await pause(this.#parts.pace.findOut);
      }
    }
  }

  async #perform(effect: Effect, state: Incident, versions: Versions): Promise<void> {
    if (effect.effect === 'check') return this.#check(effect, state, versions);
    if (effect.effect === 'offer') return this.#offer(effect, state, versions);
    if (effect.effect === 'report') return report(this.#parts, state.id, effect.report);
    if (effect.effect === 'draft') return draft(this.#parts, state.id, effect);
    if (effect.effect === 'check_data') return checkData(this.#parts, state, versions);
    const task = taskOf(effect.request, state, versions);
    if (task === null) {
      this.#giveUp(effect, UNREADABLE);
      return;
    }
    switch (effect.effect) {
      case 'prepare':
        return prepare(this.#parts, task);
      case 'act':
        return act(this.#parts, task);
      case 'find_out':
        return findOut(this.#parts, task, this.#parts.pace);
      case 'verify':
        return verify(this.#parts, task, this.#parts.pace);
      case 'watch':
        return watch(this.#parts, task, this.#parts.pace);
    }
  }

  async #offer(effect: Extract<Effect, { effect: 'offer' }>, state: Incident, versions: Versions): Promise<void> {
    const run = state.runs.find((one) => one.run === effect.run);
    const runbook = versions.get(run?.hash ?? '') ?? null;
    if (runbook === null) this.#giveUp(effect, UNREADABLE);
    else await offer(this.#parts, effect, state, runbook);
  }

  /** It cannot be carried out (its runbook cannot be read any more, or a bug): what is open is closed honestly. */
  #giveUp(effect: Effect, why: string): void {
    const { post } = this.#parts;
    const says = [why];
    switch (effect.effect) {
      case 'check':
        return;
      case 'offer':
        post({ do: 'offered', round: effect.round, offers: [], impossible: [], off: null });
        return;
      case 'prepare':
        post({ do: 'not_prepared', request: effect.request, how: 'void', says });
        return;
      case 'act':
      case 'find_out':
        post({ do: 'lost', request: effect.request, why: says, find: 'look on the host whether it happened' });
        return;
      case 'verify':
        post({ do: 'verified', request: effect.request, how: 'not_verified', says, compared: [] });
        return;
      case 'watch':
        post({ do: 'watched', request: effect.request, how: 'not_seen', says });
        return;
      case 'check_data':
        post({ do: 'data_checked', holds: 'unknown', says });
        return;
      case 'draft':
        post({ do: 'drafted', task: effect.task, says, file: null });
        return;
      case 'report':
        post({ do: 'reported', samples: [], report: unwritten(effect.report, why) });
    }
  }

  async #check(
    { run, check }: Extract<Effect, { effect: 'check' }>,
    state: Incident,
    versions: Versions,
  ): Promise<void> {
    const { ask, post, mask, signal } = this.#parts;
    const hash = state.runs.find((one) => one.run === run)?.hash ?? '';
    const runbook = versions.get(hash) ?? null;
    const asked = runbook?.checks.find(({ id }) => id === check);
    if (runbook === null || asked === undefined) return;
    const answer = maskWithin(await ask(runbook, asked, signal), mask);
    if (!signal.aborted) post({ do: 'answer', run, check, answer: await this.#short(answer) });
  }

  async #short(answer: CheckAnswer): Promise<CheckAnswer> {
    const all = JSON.stringify(answer.quotes);
    if (all.length <= LONG) return answer;
    const kept = await this.#parts.store.keep(all).catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, 'long evidence could not be kept');
      return null;
    });
    return { ...answer, quotes: answer.quotes.slice(-NEWEST_LINES), kept };
  }
}

/** What stands in the report's place where the bot failed at it: the record is whole, and can be read in the terminal. */
function unwritten(number: number, why: string): Omit<Report, 'at'> {
  return {
    ...{ report: number, upTo: 0, head: '', summary: [], document: null, pictures: [], names: {} },
    trouble: `nothing was written: ${why}`,
  };
}

function nameOf(effect: Effect): string {
  switch (effect.effect) {
    case 'report':
      return `report/${effect.report}`;
    case 'check_data':
      return `check_data/${effect.at}`;
    case 'draft':
      return `draft/${effect.task}`;
    case 'check':
      return `check/${effect.run}/${effect.check}`;
    case 'offer':
      return `offer/${effect.round}`;
    default:
      return `${effect.effect}/${effect.request}`;
  }
}

function taskOf(number: number, incident: Incident, versions: Versions): Task | null {
  const request = requestOf(incident, number);
  const run = incident.runs.find((one) => one.run === request?.offer.run);
  const runbook = versions.get(run?.hash ?? '') ?? null;
  const remedy = runbook?.remedies[request?.offer.remedy ?? ''];
  if (request === null || run === undefined || runbook === null || remedy === undefined) return null;
  return { incident, request, runbook, remedy, run };
}
