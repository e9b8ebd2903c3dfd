import type { Offer, Request, Watch } from './remedy.js';
import { latestRun, type Incident, type Run } from './state.js';

/** What is to be offered as things stand. */
export interface Round {
  /** Names the situation: offers made in another one are out of date. */
  readonly key: string;
  readonly run: number;
  /** Ids, the recommended one first. */
  readonly remedies: readonly string[];
}

/** More than two buttons are too many for a thumb. */
export const OFFERED_MOST = 2;

/** The remedies that are due; null while nothing is: no verdict yet, something is under way, or it worked. */
export function dueRound(state: Incident): Round | null {
  const run = latestRun(state);
  const verdict = run?.verdict ?? null;
  if (state.closed !== null || run === null || verdict === null || underWay(state) !== null) return null;
  if (watching(state) !== null) return null;
  const past = state.remedies.requests.filter((request) => request.ended !== null && speaksFor(request, run));
  // It worked, or the world healed by itself: only another run could tell what is due.
  if (['verified', 'not_needed'].includes(past.at(-1)?.ended?.how ?? '')) return null;
  const rungs = past.map((one) => (runOf(state, one)?.hash === run.hash ? (one.ended?.then ?? null) : null)).reverse();
  const wanted = [...rungs, ...verdict.remedies].filter((id) => id !== null);
  const remedies = [...new Set(wanted.map((id) => unspent(state, id)))].filter((id) => id !== null);
  if (remedies.length === 0) return null;
  return { key: `${run.run}/${past.length}/${remedies.join(',')}`, run: run.run, remedies };
}

/** The offers people may take up now. */
export function offersNow(state: Incident): readonly Offer[] {
  const round = dueRound(state);
  return round !== null && round.key === state.remedies.round ? state.remedies.offers : [];
}

/** A request by its number; null where there is none. */
export function requestOf({ remedies }: Incident, number: number): Request | null {
  return remedies.requests.find(({ request }) => request === number) ?? null;
}

/** The request that is not at its end; there is one at most. */
export function underWay({ remedies }: Incident): Request | null {
  return remedies.requests.find(({ ended }) => ended === null) ?? null;
}

/** The watch that goes on; null where there is none, or a newer run found something to do. */
export function watching(state: Incident): Watch | null {
  const watch = state.watches.at(-1);
  const request = watch === undefined ? null : requestOf(state, watch.request);
  const run = latestRun(state);
  if (watch?.ended !== null || request === null || run === null) return null;
  const idle = (run.verdict?.remedies ?? []).length === 0;
  return idle || speaksFor(request, run) ? watch : null;
}

/** A remedy tells of its own run, and of a newer one whose verdict was there before the remedy ended. */
export function speaksFor({ offer, ended }: Request, { run, verdictAt }: Run): boolean {
  return offer.run === run || (ended !== null && verdictAt !== null && verdictAt < ended.at);
}

function runOf({ runs }: Incident, { offer }: Request): Run | undefined {
  return runs.find(({ run }) => run === offer.run);
}

/** How often a remedy was begun in this incident; what turned out not to have happened does not count. */
export function begun({ remedies }: Incident, id: string): number {
  return remedies.requests.filter(
    ({ offer, started, ended }) => offer.remedy === id && started !== null && ended?.how !== 'did_not_happen',
  ).length;
}

/** The remedy, or the first rung after it that may still be begun; null where there is none. */
function unspent(state: Incident, id: string): string | null {
  const seen = new Set<string>();
  let rung: string | null = id;
  while (rung !== null && isSpent(state, rung) && !seen.has(rung)) {
    seen.add(rung);
    rung = lastOffer(state, rung)?.then ?? null;
  }
  return rung !== null && isSpent(state, rung) ? null : rung;
}

function lastOffer({ remedies }: Incident, id: string): Offer | undefined {
  return remedies.requests.findLast(({ offer }) => offer.remedy === id)?.offer;
}

/** It was begun as often as it may be. */
export function isSpent(state: Incident, id: string): boolean {
  const offer = lastOffer(state, id);
  return offer !== undefined && begun(state, id) >= offer.attempts;
}

/** What no other incident may work on meanwhile: from the start of a remedy to its end. */
export function heldBy(state: Incident): readonly string[] {
  const request = underWay(state);
  return state.closed === null && request !== null ? (request.started?.plan.holds ?? []) : [];
}

/** What the incident holds from now on; null where that is what it held. */
export function newHolds(before: Incident | null, after: Incident): readonly string[] | null {
  const held = before === null ? [] : heldBy(before);
  const holds = heldBy(after);
  return held.join('\n') === holds.join('\n') ? null : holds;
}
