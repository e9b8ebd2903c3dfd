import type { Circumstances, Command, PeopleCommand, Refusal } from './command.js';
import { underWay } from './due.js';
import { ended } from './ending.js';
import { decideAfterEnd, reportResult } from './after-end.js';
import { happened, type Actor, type Event } from './events.js';
import { messageFate } from './message-fate.js';
import { acknowledging, decidePeople } from './people.js';
import { decideRemedyWish } from './remedy-people.js';
import { lapses, remedyResult } from './remedy-results.js';
import { alerted, join, open, opens, startRun } from './opening.js';
import { alreadyClosed } from './refusals.js';
import { answer, expire } from './run-events.js';
import { evolve, type Incident } from './state.js';
import { timesUp } from './timers.js';

/** What follows from a command: events (perhaps none), or a refusal. Pure. */
export function decide(
  state: Incident | null,
  command: Command,
  circumstances: Circumstances,
): readonly Event[] | Refusal {
  if (!isWish(command)) return state === null || state.pruned ? [] : settle(state, command, circumstances);
  if (state === null) return opens(command) ? open(command, circumstances) : notOpen();
  if (state.pruned) return pruned(state);
  const { now } = circumstances;
  const first = acknowledging(state, command, now);
  // To acknowledge is no more than that.
  if (command.do === 'acknowledge' && first.length > 0) return first;
  const decided = wished(
    first.reduce<Incident>((next, event) => evolve(state.id, next, event), state),
    command,
    circumstances,
  );
  return 'refusal' in decided ? decided : [...first, ...decided];
}

/** A person's wish about an incident that is there. */
function wished(state: Incident, command: PeopleCommand, circumstances: Circumstances): readonly Event[] | Refusal {
  const { now } = circumstances;
  switch (command.do) {
    case 'request':
    case 'approve':
    case 'deny':
    case 'withdraw':
    case 'break_glass':
    case 'settle':
      return state.closed === null ? decideRemedyWish(state, command, now) : alreadyClosed(state);
    case 'open':
      return join(state, command, circumstances);
    case 'diagnose':
      return startRun(state, command.by, circumstances);
    case 'close':
      return close(state, command, now);
    case 'alert':
      return alerted(state, command, circumstances);
    case 'note':
    case 'pin':
    case 'unpin':
      return decidePeople(state, command, now);
    case 'acknowledge':
    case 'set_severity':
    case 'give_role':
    case 'escalate':
    case 'snooze':
      return state.closed === null ? decidePeople(state, command, now) : alreadyClosed(state);
    case 'reopen':
    case 'tick':
    case 'check_data':
    case 'draft':
      return decideAfterEnd(state, command, now);
  }
}

function isWish(command: Command): command is PeopleCommand {
  return 'by' in command;
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
      return woken(state, circumstances);
    case 'reported':
    case 'data_checked':
    case 'drafted':
      return reportResult(state, command, now);
    case 'channel_made':
      return state.channelWanted === null ? [] : [happened('incident.homed', now, 'bot', { channel: command.channel })];
    case 'channel_refused':
      return state.channelWanted === null ? [] : [happened('channel.refused', now, 'bot', { why: command.why })];
    case 'plan_message':
    case 'message_posted':
    case 'message_lost':
      return messageFate(state, command, now);
    default:
      return remedyResult(state, command, circumstances);
  }
}

/** What time brought about; what follows from a run that ended just now waits for the next waking. */
function woken(state: Incident, circumstances: Circumstances): readonly Event[] {
  return [
    ...state.runs.flatMap((run) => expire(state, run, circumstances)),
    ...lapses(state, circumstances.now),
    ...timesUp(state, circumstances.now),
  ];
}

function close(
  state: Incident,
  { by, how, reason, told }: Extract<Command, { do: 'close' }>,
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
  return [...undone(state, by, now), happened('incident.closed', now, by, { how, reason, told: told ?? null })];
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

function pruned({ id }: Incident): Refusal {
  return {
    refusal: 'pruned',
    says: [`The details of ${id} were removed after the time config.yml says. Nothing was changed.`],
  };
}

function notOpen(): Refusal {
  return {
    refusal: 'not_open',
    says: ['There is no such incident. Nothing was changed; `/incident list` shows what is open.'],
  };
}
