import { addMilliseconds } from 'date-fns/addMilliseconds';
import type { Runbook } from '../runbook/runbook.js';
import type { Circumstances, RemedyResult } from './command.js';
import { begun, dueRound, isSpent, requestOf, watching } from './due.js';
import { ended } from './ending.js';
import { happened, type Event } from './events.js';
import type { Compared, Ending, Request } from './remedy.js';
import { runStarted } from './run-events.js';
import { calls, wasCalled } from './timers.js';
import { evolve, latestRun, type Incident } from './state.js';
import type { Text } from '../text/text.js';

/** No change to the world begins later than this after it was announced, ms. */
export const ACT_WITHIN_MS = 5_000;

/** What came back from planning, doing and verifying, as events; none where it is out of date. Pure. */
export function remedyResult(state: Incident, result: RemedyResult, circumstances: Circumstances): readonly Event[] {
  if (result.do === 'offered') return offered(state, result, circumstances.now);
  if (result.do === 'watched') return watched(state, result, circumstances);
  const request = requestOf(state, result.request);
  // Closed while it was prepared: nothing was begun, and nothing is.
  if (request === null || request.ended !== null || state.closed !== null) return [];
  const { now } = circumstances;
  switch (result.do) {
    case 'prepared':
    case 'not_prepared':
      return request.approvedAt === null || request.started !== null ? [] : prepared(request, result, now);
    case 'step':
      return step(request, result, now);
    case 'acted':
      return acted(state, request, result, circumstances);
    case 'lost':
      return lost(request, result, now);
    case 'found_out':
      return foundOut(request, result, circumstances);
    case 'verified':
      return verified(state, request, result, circumstances);
  }
}

/** A request whose time is over without enough yeses. */
export function lapsed({ request, lapsesAt }: Request, now: Date): Event {
  const says: Text = ['nobody said yes before ', { time: lapsesAt, to: 'minute' }];
  return ended(request, { how: 'lapsed', says }, now);
}

/** Requests whose time is over. */
export function lapses(state: Incident, now: Date): readonly Event[] {
  if (state.closed !== null) return [];
  return state.remedies.requests
    .filter(
      ({ ended: end, approvedAt, lapsesAt }) => end === null && approvedAt === null && lapsesAt <= now.toISOString(),
    )
    .map((request) => lapsed(request, now));
}

type Result<Do extends RemedyResult['do']> = Extract<RemedyResult, { do: Do }>;

function offered(state: Incident, { round, offers, impossible, off }: Result<'offered'>, now: Date): readonly Event[] {
  if (dueRound(state)?.key !== round || state.remedies.round === round) return [];
  const numbered = offers.map((offer, at) => ({ ...offer, offer: state.remedies.offered + at + 1 }));
  return [happened('remedies.offered', now, 'bot', { round, offers: numbered, impossible, off })];
}

function prepared({ request }: Request, result: Result<'prepared' | 'not_prepared'>, now: Date): readonly Event[] {
  if (result.do === 'not_prepared') return [ended(request, result, now)];
  const { executor, epoch, plan, before } = result;
  const actBefore = addMilliseconds(now, ACT_WITHIN_MS).toISOString();
  return [happened('remedy.started', now, 'bot', { request, executor, epoch, plan, before, actBefore })];
}

function step(
  { request, started, acted: done, unknown }: Request,
  { executor, says }: Result<'step'>,
  now: Date,
): readonly Event[] {
  if (started?.executor !== executor || done !== null || unknown !== null) return [];
  const actBefore = addMilliseconds(now, ACT_WITHIN_MS).toISOString();
  return [happened('remedy.stepped', now, 'bot', { request, says, actBefore })];
}

function acted(
  state: Incident,
  request: Request,
  { result, says, attachments }: Result<'acted'>,
  circumstances: Circumstances,
): readonly Event[] {
  if (request.started === null || request.acted !== null || request.settled !== null) return [];
  const { now } = circumstances;
  const event = happened('remedy.acted', now, 'bot', { request: request.request, result, says, attachments });
  return result === 'done' ? [event] : [event, ...tried(state, request, 'failed', says, [], circumstances)];
}

function lost({ request, started, acted: done, settled, unknown }: Request, { why, find }: Result<'lost'>, now: Date) {
  if (started === null || done !== null || settled !== null) return [];
  if (unknown !== null && unknown.find === find) return [];
  return [happened('remedy.unknown', now, 'bot', { request, why, find })];
}

function foundOut(
  request: Request,
  { happened: it, says }: Result<'found_out'>,
  { now }: Circumstances,
): readonly Event[] {
  if (request.unknown === null) return [];
  const event = happened('remedy.settled', now, 'bot', { request: request.request, happened: it, says });
  return it ? [event] : [event, ended(request.request, { how: 'did_not_happen', says }, now)];
}

function verified(
  state: Incident,
  request: Request,
  { how, says, compared }: Result<'verified'>,
  circumstances: Circumstances,
): readonly Event[] {
  if (request.acted === null && request.settled === null) return [];
  const { now } = circumstances;
  if (how !== 'verified') return tried(state, request, how, says, compared, circumstances);
  const runbook = runbookOf(state, request, circumstances);
  const until = addMilliseconds(now, runbook?.watch.for ?? 0).toISOString();
  return [
    ended(request.request, { how, says, compared }, now),
    ...(runbook === null || runbook.watch.for === 0
      ? []
      : [happened('watch.started', now, 'bot', { request: request.request, until })]),
  ];
}

/** It was tried and did not help: the next rung, and people where it was the last time. */
function tried(
  state: Incident,
  request: Request,
  how: Ending,
  says: Text,
  compared: readonly Compared[],
  circumstances: Circumstances,
): readonly Event[] {
  const { remedy: id, attempts } = request.offer;
  const runbook = runbookOf(state, request, circumstances);
  const rung = runbook?.remedies[id]?.then ?? null;
  const then = rung === null || isSpent(state, rung) ? null : rung;
  const events = [ended(request.request, { how, says, compared, then }, circumstances.now)];
  const called = runbook?.escalation.find(({ spent }) => spent === id);
  if (called === undefined || begun(state, id) < attempts || wasCalled(state, called.to)) return events;
  const because = `${request.offer.plan.title} did not help, ${attempts === 1 ? 'once' : `${attempts} times`}`;
  return [...events, ...calls(state, called.to, because, circumstances.now)];
}

function watched(state: Incident, { request, how, says }: Result<'watched'>, circumstances: Circumstances) {
  if (state.closed !== null || watching(state)?.request !== request) return [];
  const { now, starts } = circumstances;
  const event = happened('watch.ended', now, 'bot', { request, how, says });
  if (how !== 'relapsed' || starts === null) return [event];
  const next = latestRun(evolve(state.id, state, event))?.run ?? 0;
  return [event, runStarted(next + 1, 'bot', starts, now)];
}

function runbookOf(state: Incident, { offer }: Request, circumstances: Circumstances): Runbook | null {
  const run = state.runs.find(({ run: number }) => number === offer.run);
  return run === undefined ? null : circumstances.runbookOf(run);
}
