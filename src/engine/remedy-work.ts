import type { Logger } from 'pino';
import type { Command } from '../incident/command.js';
import { begun, isSpent, OFFERED_MOST, requestOf } from '../incident/due.js';
import type { Attachment, Impossible, Offer, Request } from '../incident/remedy.js';
import type { Effect } from '../incident/pending.js';
import { knownOf, type Incident, type Run } from '../incident/state.js';
import type { Remedy, Runbook } from '../runbook/runbook.js';
import { conditionInWords } from '../runbook/words.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { Mask } from '../text/mask.js';
import { text, type Text } from '../text/text.js';
import { askCondition, sayingsInLine } from './asking.js';
import type { Clock } from './clock.js';
import { TooLate, type Done, type Drafted, type Hands } from './hands.js';
import type { AskCheck } from './ports.js';
import { Stepper } from './stepper.js';
import type { Store } from './store.js';

/** One life of one process running one incident: who may act on what it started. */
export interface Life {
  readonly executor: string;
  readonly epoch: number;
}

export interface WorkParts {
  readonly ask: AskCheck;
  readonly hands: Hands;
  readonly clock: Clock;
  readonly store: Store;
  readonly life: Life;
  readonly mask: Mask;
  readonly log: Logger;
  /** Takes the results back. */
  readonly post: (command: Command) => void;
  /** Records a command; the state it left, or null where it changed nothing or this process may not decide any more. */
  readonly record: (command: Command) => Promise<Incident | null>;
  readonly signal: AbortSignal;
}

/** A request together with the runbook it comes from. */
export interface Task {
  readonly incident: Incident;
  readonly request: Request;
  readonly runbook: Runbook;
  readonly remedy: Remedy;
  readonly run: Run;
}

/**
 * Plans what is due, two at most: what the run's own facts speak against is left out; in the place of what cannot be done
 * comes its next rung.
 */
export async function offer(
  { hands, post, signal }: WorkParts,
  { round, remedies, run }: Extract<Effect, { effect: 'offer' }>,
  state: Incident,
  runbook: Runbook,
): Promise<void> {
  const offers: Omit<Offer, 'offer'>[] = [];
  const impossible: Impossible[] = [];
  const left = hands.off === null ? [...remedies] : [];
  const seen = new Set<string>();
  const asked = state.runs.find((one) => one.run === run);
  const known = asked === undefined ? {} : knownOf(asked);
  // Buttons never change places: an answer that is still out may decide this; with it, this is asked again. Looked at before
  // anything is waited for, or the answer might come meanwhile, and nothing after it.
  const open = withRungs(runbook, left).some(({ onlyIf }) => onlyIf.answer(known) === 'pending');
  if (open && asked?.completedAt === null) return;
  while (left.length > 0 && offers.length < OFFERED_MOST) {
    const remedy = runbook.remedies[left.shift() ?? ''];
    if (remedy === undefined || seen.has(remedy.id)) continue;
    seen.add(remedy.id);
    if (isSpent(state, remedy.id) || remedy.onlyIf.answer(known) === 'no') continue;
    const drafted = await hands.draft(runbook, remedy.id, signal);
    if (!('why' in drafted)) offers.push(offerOf(state, runbook, remedy, run, drafted));
    else {
      impossible.push(drafted);
      if (remedy.then !== null) left.unshift(remedy.then);
    }
  }
  post({ do: 'offered', round, offers, impossible, off: hands.off });
}

/** These remedies and every rung after them. */
function withRungs(runbook: Runbook, ids: readonly string[]): readonly Remedy[] {
  const found = new Map<string, Remedy>();
  for (const first of ids) {
    for (let id: string | null = first; id !== null && !found.has(id);) {
      const remedy: Remedy | undefined = runbook.remedies[id];
      if (remedy === undefined) break;
      found.set(id, remedy);
      id = remedy.then;
    }
  }
  return [...found.values()];
}

function offerOf(
  state: Incident,
  runbook: Runbook,
  remedy: Remedy,
  run: number,
  drafted: Drafted,
): Omit<Offer, 'offer'> {
  const { that, within } = remedy.verify;
  return {
    ...drafted,
    run,
    remedy: remedy.id,
    verify: { says: conditionInWords(that, runbook.checks), within },
    attempt: begun(state, remedy.id),
    attempts: remedy.attempts,
    then: remedy.then,
  };
}

/** Looks whether what was approved is still wanted and still what would be done. */
export async function prepare(parts: WorkParts, task: Task): Promise<void> {
  const { ask, hands, post, life, signal } = parts;
  const { request: asked, runbook, remedy } = task;
  const { request } = asked;
  const [wanted, drafted] = await Promise.all([
    askCondition(ask, runbook, remedy.onlyIf, signal),
    hands.draft(runbook, remedy.id, signal),
  ]);
  if (signal.aborted) return;
  const says = sayingsInLine(runbook, wanted.answers);
  const changed = 'why' in drafted ? text(drafted.why) : changeIn(asked.offer, drafted);
  if (wanted.answer === 'no') post({ do: 'not_prepared', request, how: 'not_needed', says });
  else if (wanted.answer !== 'yes') post({ do: 'not_prepared', request, how: 'not_looked', says });
  else if ('why' in drafted || changed !== null)
    post({ do: 'not_prepared', request, how: 'void', says: changed ?? [] });
  else post({ do: 'prepared', request, ...life, plan: drafted.plan, before: beforeOf(task) });
}

/** What the checks of its verification said when its run asked them: asking again now would only delay it. */
function beforeOf({ run, remedy }: Task): { check: string; says: Text }[] {
  return remedy.verify.show.flatMap((check) => {
    const answer = run.answers[check];
    return answer === undefined ? [] : [{ check, says: answer.says }];
  });
}

/** Why an approval does not cover what would be done now; null where it does. */
function changeIn(approved: Offer, now: Drafted): Text | null {
  if (approved.hash === now.hash) return null;
  // What comes from the log has its keys in another order.
  const same = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
  if (!same(approved.policy, now.policy)) return ['who must say yes has changed meanwhile'];
  if (!same(approved.plan.does, now.plan.does)) return text('it would now be: ', now.plan.does);
  return ['its target is not the same any more; something replaced it since the card was shown'];
}

/** Does it, if this is the life that started it; otherwise nobody knows what became of it. */
export async function act(parts: WorkParts, task: Task): Promise<void> {
  const { post, clock, record, life, hands, signal, log } = parts;
  const { incident, request: asked, runbook, remedy } = task;
  const { request, started } = asked;
  if (started === null) return;
  if (started.executor !== life.executor) {
    post({ do: 'lost', request, why: ['the bot ended while it was being done'], find: null });
    return;
  }
  const stepper = new Stepper({
    clock,
    actBefore: started.actBefore,
    record: async (says) => {
      const state = await record({ do: 'step', request, executor: life.executor, says });
      const steps = state === null ? [] : (requestOf(state, request)?.steps ?? []);
      return steps.at(-1)?.actBefore ?? null;
    },
  });
  const mark = `${incident.id}/${request}`;
  try {
    const done = await hands.act(
      runbook,
      remedy.id,
      started.plan,
      { mark, step: (says) => stepper.step(says) },
      signal,
    );
    if (!signal.aborted) post({ do: 'acted', request, ...(await keptOf(parts, done)) });
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ err: error, request, remedy: remedy.id }, 'it is not known what became of a remedy');
    const untouched = error instanceof TooLate && stepper.steps <= 1;
    if (untouched)
      post({
        do: 'acted',
        request,
        result: 'failed',
        says: ['nothing was changed: the bot was held up'],
        attachments: [],
      });
    else post({ do: 'lost', request, why: reasonOf(error), find: null });
  }
}

async function keptOf({ store, mask }: WorkParts, { result, says, texts = [] }: Done) {
  const attachments = await Promise.all(
    texts.map(async ({ title, name, body }): Promise<Attachment> => ({
      ...{ title, name, lines: body.split('\n').length },
      hash: await store.keep(mask(body)),
    })),
  );
  return { result, says, attachments };
}

/** Errors with a reason are made for people; others are not. */
function reasonOf(error: unknown): Text {
  const { reason } = error as { reason?: unknown };
  return [typeof reason === 'string' ? reason : 'something the bot did not expect; its log says what'];
}
