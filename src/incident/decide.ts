import type { Text } from '../text/text.js';
import { CARD, type Circumstances, type Command, type PeopleCommand, type Refusal } from './command.js';
import { underWay } from './due.js';
import { ended } from './ending.js';
import { happened, type Actor, type Event } from './events.js';
import { messageFate } from './message-fate.js';
import { decideRemedyWish } from './remedy-people.js';
import { lapses, remedyResult } from './remedy-results.js';
import { answer, expire, runStarted } from './run-events.js';
import type { Incident } from './state.js';

/** What follows from a command: events (perhaps none), or a refusal. Pure. */
export function decide(
  state: Incident | null,
  command: Command,
  circumstances: Circumstances,
): readonly Event[] | Refusal {
  const { now } = circumstances;
  switch (command.do) {
    case 'request':
    case 'approve':
    case 'deny':
    case 'withdraw':
    case 'break_glass':
    case 'settle':
      if (state === null) return notOpen();
      return state.closed === null ? decideRemedyWish(state, command, now) : alreadyClosed(state);
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
  command: Exclude<Command, PeopleCommand>,
  circumstances: Circumstances,
): readonly Event[] {
  const { now } = circumstances;
  switch (command.do) {
    case 'answer':
      return answer(state, command.run, { [command.check]: command.answer }, circumstances);
    case 'wake':
      return [...state.runs.flatMap((run) => expire(state, run, circumstances)), ...lapses(state, now)];
    case 'plan_message':
    case 'message_posted':
    case 'message_lost':
      return messageFate(state, command, now);
    default:
      return remedyResult(state, command, circumstances);
  }
}

type Open = Extract<Command, { do: 'open' }>;

function open(command: Open, { now, starts }: Circumstances): readonly Event[] | Refusal {
  if (starts === null) return noRunbook();
  const { runbook } = starts;
  const { by, channel, drill } = command;
  const opened = happened('incident.opened', now, by, {
    service: runbook.service,
    severity: runbook.severity,
    channel,
    drill,
  });
  const planned = channel === null ? [] : [happened('message.planned', now, 'bot', { slot: CARD, channel })];
  return [opened, runStarted(1, by, starts, now), ...planned];
}

/** Another run for an open incident. One without a home, opened in a terminal, moves in where it is asked for first. */
function join(state: Incident, { by, channel }: Open, given: Circumstances): readonly Event[] | Refusal {
  const run = startRun(state, by, given);
  if (state.home !== null || channel === null || state.closed !== null) return run;
  const homed = happened('incident.homed', given.now, by, { channel });
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
  const busy = runningRemedy(state);
  if (busy !== null) return busy;
  if (how === 'false_alarm' && state.runs.at(-1)?.verdict?.kind !== 'false_alarm') {
    return {
      refusal: 'no_false_alarm',
      says: [
        `${state.id} is not a false alarm by its newest verdict. Nothing was closed; close it with \`/incident cancel reason\` if you know better.`,
      ],
    };
  }
  return [...undone(state, by, now), happened('incident.closed', now, by, { how, reason })];
}

/** What has its yes and was not begun is not done any more, and says so. */
function undone(state: Incident, by: Actor, now: Date): readonly Event[] {
  const open = underWay(state);
  if (open === null || open.approvedAt === null) return [];
  return [ended(open.request, { how: 'withdrawn', says: ['the incident was closed'], by }, now)];
}

/** What is being done to the world is seen through to its end. */
function runningRemedy(state: Incident): Refusal | null {
  const request = underWay(state);
  if (request?.started == null) return null;
  const { title } = request.offer.plan;
  const says =
    request.unknown === null
      ? `“${title}” is being done right now. Nothing was closed; send it again when the card shows its result.`
      : `It is not known yet what became of “${title}”. Nothing was closed; say on the card whether it happened first.`;
  return { refusal: 'remedy_runs', says: [says] };
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
