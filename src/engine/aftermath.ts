import { setTimeout as pause } from 'node:timers/promises';
import type { Compared } from '../incident/remedy.js';
import type { Text } from '../text/text.js';
import { askChecks, askCondition, sayingsInLine, type Asked } from './asking.js';
import type { Task, WorkParts } from './remedy-work.js';

/** Between two looks, ms. */
export interface Pace {
  readonly verify: number;
  readonly findOut: number;
  /** While an engine is silent. */
  readonly patience: number;
  /** What a clock may be off, after `act_before`. */
  readonly margin: number;
}

export const PACE: Pace = { verify: 500, findOut: 1_000, patience: 5_000, margin: 2_000 };

/** A verification passes when it did so often in a row. */
const PASSES = 2;

/** Asks whether it helped, until it passed twice in a row or its time is over. */
export async function verify(parts: WorkParts, task: Task, pace: Pace): Promise<void> {
  const { ask, post, clock, signal } = parts;
  const { runbook, remedy, request: asked } = task;
  const { that, within } = remedy.verify;
  const since = Date.parse(asked.settled?.at ?? asked.acted?.at ?? clock.now().toISOString());
  let passes = 0;
  let last: Asked;
  do {
    if (passes > 0 || clock.now().getTime() - since > pace.verify) await rest(pace.verify, signal);
    last = await askCondition(ask, runbook, that, signal);
    if (over(signal)) return;
    passes = last.answer === 'yes' ? passes + 1 : 0;
  } while (passes < PASSES && (clock.now().getTime() < since + within || passes > 0));
  const how = passes >= PASSES ? 'verified' : last.answer === 'no' ? 'did_not_help' : 'not_verified';
  const compared = await compare(parts, task, last);
  if (over(signal)) return;
  post({ do: 'verified', request: asked.request, how, says: sayingsInLine(runbook, last.answers), compared });
}

async function compare({ ask, signal }: WorkParts, { runbook, remedy, request }: Task, last: Asked) {
  const missing = remedy.verify.show.filter((id) => last.answers[id] === undefined);
  const answers = { ...last.answers, ...(await askChecks(ask, runbook, missing, signal)) };
  return remedy.verify.show.flatMap((id): Compared[] => {
    const check = runbook.checks.find((one) => one.id === id);
    const answer = answers[id];
    if (check === undefined || answer === undefined) return [];
    const before = request.started?.before.find((one) => one.check === id)?.says ?? null;
    return [{ title: check.title, vantage: check.vantage, before, after: answer.says }];
  });
}

/** Finds out whether it happened, by the state before; asks people where that does not tell. */
export async function findOut(parts: WorkParts, { incident, request: asked, runbook, remedy }: Task, pace: Pace) {
  const { hands, clock, post, signal } = parts;
  const { request, started } = asked;
  if (started === null) return;
  const last = Date.parse(asked.steps.at(-1)?.actBefore ?? started.actBefore);
  const until = last + started.plan.longest + pace.margin;
  await rest(last + pace.margin - clock.now().getTime(), signal);
  while (!over(signal)) {
    const late = clock.now().getTime() >= until;
    const seen = await hands
      .settle(runbook, remedy.id, started.plan, `${incident.id}/${request}`, signal)
      .catch((error: unknown) => ({ reason: (error as { reason?: string }).reason ?? 'the bot could not look' }));
    if ('happened' in seen) {
      const known = seen.happened === 'yes' || (seen.happened === 'no' && late);
      const find = seen.find ?? byHand(started.plan.title);
      if (known) post({ do: 'found_out', request, happened: seen.happened === 'yes', says: seen.says });
      else if (late) post({ do: 'lost', request, why: seen.says, find });
      if (known || late) return;
    } else if (late) post({ do: 'lost', request, why: [seen.reason], find: byHand(started.plan.title) });
    await rest(late ? pace.patience : pace.findOut, signal);
  }
}

function byHand(title: string): string {
  return `look on the host whether it happened: ${title}`;
}

/** Looks after a remedy that worked: quietly, until its time is over or it is broken again twice in a row. */
export async function watch(parts: WorkParts, { incident, request: asked, runbook, remedy }: Task, pace: Pace) {
  const { ask, clock, post, signal } = parts;
  const { request } = asked;
  const until = Date.parse(incident.watches.find((one) => one.request === request)?.until ?? '');
  const { every } = runbook.watch;
  // What only a verification asks leaves traces, such as a real request: while all is well, once will do.
  const once = runbook.checks.filter(({ only }) => only !== null).map(({ id }) => id);
  let given: Asked['answers'] = {};
  let broken = 0;
  let seenWell = false;
  let says: Text = [];
  while (!over(signal)) {
    const left = until - clock.now().getTime();
    if (left <= 0) {
      post({ do: 'watched', request, how: seenWell ? 'clean' : 'not_seen', says });
      return;
    }
    await rest(Math.min(broken > 0 ? pace.verify : every, left), signal);
    const seen = await askCondition(ask, runbook, remedy.verify.that, signal, given);
    if (over(signal)) return;
    const answered = Object.entries(seen.answers).filter(([id]) => once.includes(id));
    given = seen.answer === 'yes' ? Object.fromEntries(answered) : {};
    says = sayingsInLine(runbook, seen.answers);
    seenWell = seen.answer === 'yes';
    broken = seen.answer === 'no' ? broken + 1 : 0;
    if (broken < PASSES) continue;
    post({ do: 'watched', request, how: 'relapsed', says });
    return;
  }
}

/** A function, since it changes while others work. */
function over({ aborted }: AbortSignal): boolean {
  return aborted;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => undefined);
}
