import { addMilliseconds } from 'date-fns';
import type { Text } from '../text/text.js';
import { allUnknown } from '../runbook/facts.js';
import type { Runbook } from '../runbook/runbook.js';
import { sameVerdict, verdictOf } from '../runbook/verdict.js';
import type { Actor, CheckAnswer, Event, EventPayloads, EventType } from './events.js';
import { evolve, knownOf, sayingsOf, unanswered, type Incident, type Run } from './state.js';

/** The main message of an incident. */
export const CARD = 'card';

/** Something that may change an incident: a person's wish, a check's answer, a message's fate, or time passing. */
export type Command =
  | { readonly do: 'open'; readonly by: Actor; readonly channel: string | null; readonly drill: boolean }
  | { readonly do: 'diagnose'; readonly by: Actor }
  | { readonly do: 'close'; readonly by: Actor; readonly how: 'cancelled' | 'false_alarm'; readonly reason: string }
  | { readonly do: 'answer'; readonly run: number; readonly check: string; readonly answer: CheckAnswer }
  | { readonly do: 'wake' }
  | { readonly do: 'plan_message'; readonly slot: string; readonly channel: string }
  | { readonly do: 'message_posted'; readonly slot: string; readonly channel: string; readonly ts: string }
  | { readonly do: 'message_lost'; readonly slot: string; readonly reason: string; readonly home: string | null };

/** A runbook about to be run, and the hash of its text. */
export interface Starts {
  readonly runbook: Runbook;
  readonly hash: string;
}

/** What deciding needs beside state and command. */
export interface Circumstances {
  readonly now: Date;
  /** The runbook a command starts; null when there is none of that name. */
  readonly starts: Starts | null;
  /** The runbook of a run, in the version it was started with. */
  runbookOf(run: Run): Runbook | null;
}

/** No, and why, in words for the person who asked. */
export interface Refusal {
  readonly refusal: 'already_diagnosing' | 'already_closed' | 'not_open' | 'no_false_alarm' | 'no_runbook';
  readonly says: Text;
}

/** What follows from a command: events (perhaps none), or a refusal. Pure. */
export function decide(
  state: Incident | null,
  command: Command,
  circumstances: Circumstances,
): readonly Event[] | Refusal {
  const { now } = circumstances;
  switch (command.do) {
    case 'open':
      return state === null ? open(command, circumstances) : join(state, command, circumstances);
    case 'diagnose':
      return state === null ? notOpen() : startRun(state, command.by, circumstances);
    case 'close':
      return state === null ? notOpen() : close(state, command, now);
    default:
      return state === null ? [] : settle(state, command, circumstances);
  }
}

function settle(
  state: Incident,
  command: Exclude<Command, { do: 'open' | 'diagnose' | 'close' }>,
  circumstances: Circumstances,
): readonly Event[] {
  const { now } = circumstances;
  switch (command.do) {
    case 'answer':
      return answer(state, command.run, { [command.check]: command.answer }, circumstances);
    case 'wake':
      return state.runs.flatMap((run) => expire(state, run, circumstances));
    default:
      return messageFate(state, command, now);
  }
}

type MessageCommand = Extract<Command, { do: 'plan_message' | 'message_posted' | 'message_lost' }>;

/** Said twice, a message's fate counts once: a plan must not make a posted message look unposted. */
function messageFate(state: Incident, command: MessageCommand, now: Date): readonly Event[] {
  const slot = state.slots[command.slot];
  switch (command.do) {
    case 'plan_message':
      return slot === undefined
        ? [event('message.planned', now, 'bot', { slot: command.slot, channel: command.channel })]
        : [];
    case 'message_posted':
      return slot?.ts == null
        ? [event('message.posted', now, 'bot', { slot: command.slot, channel: command.channel, ts: command.ts })]
        : [];
    case 'message_lost':
      return [event('message.lost', now, 'bot', { slot: command.slot, reason: command.reason, home: command.home })];
  }
}

type Open = Extract<Command, { do: 'open' }>;

function open(command: Open, { now, starts }: Circumstances): readonly Event[] | Refusal {
  if (starts === null) return noRunbook();
  const { runbook } = starts;
  const { by, channel, drill } = command;
  const opened = event('incident.opened', now, by, {
    service: runbook.service,
    severity: runbook.severity,
    channel,
    drill,
  });
  const planned = channel === null ? [] : [event('message.planned', now, 'bot', { slot: CARD, channel })];
  return [opened, runStarted(1, by, starts, now), ...planned];
}

/** Another run for an open incident. One without a home, opened in a terminal, moves in where it is asked for first. */
function join(state: Incident, { by, channel }: Open, given: Circumstances): readonly Event[] | Refusal {
  const run = startRun(state, by, given);
  if (state.home !== null || channel === null || state.closed !== null) return run;
  const homed = event('incident.homed', given.now, by, { channel });
  return 'refusal' in run ? [homed] : [homed, ...run];
}

function startRun(state: Incident, by: Actor, { now, starts }: Circumstances): readonly Event[] | Refusal {
  if (state.closed !== null) return alreadyClosed(state);
  if (starts === null) return noRunbook();
  const { runbook } = starts;
  const running = state.runs.find((run) => run.completedAt === null && run.runbook === runbook.id);
  if (running !== undefined) {
    const says: Text = [
      `${state.id} is being diagnosed with ${runbook.id} already; its verdict is due `,
      { time: running.deadline, to: 'second' },
      '. Nothing was started.',
    ];
    return { refusal: 'already_diagnosing', says };
  }
  return [runStarted(state.runs.length + 1, by, starts, now)];
}

function close(
  state: Incident,
  { by, how, reason }: Extract<Command, { do: 'close' }>,
  now: Date,
): readonly Event[] | Refusal {
  if (state.closed !== null) return alreadyClosed(state);
  if (how === 'false_alarm' && state.runs.at(-1)?.verdict?.kind !== 'false_alarm') {
    return {
      refusal: 'no_false_alarm',
      says: [
        `${state.id} is not a false alarm by its newest verdict. Nothing was closed; close it with \`/incident cancel reason\` if you know better.`,
      ],
    };
  }
  return [event('incident.closed', now, by, { how, reason })];
}

/** Records answers and what they make of the verdict. */
function answer(
  state: Incident,
  number: number,
  answers: Readonly<Record<string, CheckAnswer>>,
  circumstances: Circumstances,
): readonly Event[] {
  const run = state.runs.find((one) => one.run === number);
  if (run === undefined) return [];
  const { now } = circumstances;
  const late = run.completedAt !== null;
  const events: Event[] = Object.entries(answers)
    .filter(([check]) => run.answers[check] === undefined || late)
    .map(([check, given]) => event('check.answered', now, 'bot', { run: number, check, late, ...given }));
  if (events.length === 0 || state.closed !== null) return events;
  const after = events
    .reduce<Incident>((next, one) => evolve(state.id, next, one), state)
    .runs.find((one) => one.run === number);
  return after === undefined ? events : [...events, ...conclude(after, Object.keys(answers), circumstances)];
}

/** What the answers so far make of the verdict: reached, changed, complete. */
function conclude(run: Run, checks: readonly string[], circumstances: Circumstances): Event[] {
  const { now } = circumstances;
  const runbook = circumstances.runbookOf(run);
  const verdict = runbook === null ? null : verdictOf(runbook, knownOf(run), sayingsOf(run));
  const events: Event[] = [];
  if (verdict !== null && run.verdict === null)
    events.push(event('verdict.reached', now, 'bot', { run: run.run, verdict }));
  if (verdict !== null && run.verdict !== null && !sameVerdict(run.verdict, verdict)) {
    const because = `${checks.join(', ')} answered${run.completedAt === null ? '' : ' late'}`;
    events.push(event('verdict.changed', now, 'bot', { run: run.run, verdict, because }));
  }
  if (run.completedAt === null && unanswered(run).length === 0) {
    events.push(event('run.completed', now, 'bot', { run: run.run, verdict }));
  }
  return events;
}

/** At its deadline, what has not answered is unknown: the run is complete with that. */
function expire(state: Incident, run: Run, circumstances: Circumstances): readonly Event[] {
  const { now } = circumstances;
  if (run.completedAt !== null || state.closed !== null || now.toISOString() < run.deadline) return [];
  const runbook = circumstances.runbookOf(run);
  const silent = unanswered(run).map(({ id }): [string, CheckAnswer] => [id, silence(runbook?.vocabulary[id] ?? {})]);
  return answer(state, run.run, Object.fromEntries(silent), circumstances);
}

function silence(specs: Runbook['vocabulary'][string]): CheckAnswer {
  const reason = 'no answer before the deadline';
  return { facts: allUnknown(specs, reason), says: [reason], quotes: [], kept: null, tookMs: 0 };
}

function runStarted(run: number, by: Actor, { runbook, hash }: Starts, now: Date): Event {
  return event('run.started', now, by, {
    run,
    runbook: runbook.id,
    title: runbook.title,
    hash,
    deadline: addMilliseconds(now, runbook.deadline).toISOString(),
    checks: runbook.checks.map(({ id, title, vantage }) => ({ id, title, vantage })),
  });
}

/** It was there when the wish was made: the file was removed or renamed meanwhile. */
function noRunbook(): Refusal {
  return {
    refusal: 'no_runbook',
    says: ['That runbook does not exist any more. Nothing was started; `/incident runbooks` shows what there is.'],
  };
}

function alreadyClosed({ id, closed }: Incident): Refusal {
  const at = closed?.at ?? new Date(0).toISOString();
  return {
    refusal: 'already_closed',
    says: [
      `${id} was closed `,
      { time: at, to: 'minute' },
      ' by ',
      { person: closed?.by ?? '' },
      '. Nothing was changed.',
    ],
  };
}

function notOpen(): Refusal {
  return {
    refusal: 'not_open',
    says: ['There is no such incident. Nothing was changed; `/incident list` shows what is open.'],
  };
}

function event<Type extends EventType>(type: Type, now: Date, actor: Actor, payload: EventPayloads[Type]): Event {
  return { type, at: now.toISOString(), actor, payload } as Event;
}
