import { decideAlert, alertChanged } from './alerts.js';
import { CARD, type Circumstances, type Command, type PeopleCommand, type Refusal } from './command.js';
import { happened, type Actor, type Event } from './events.js';
import { headlineOf } from './headline.js';
import { alreadyClosed } from './refusals.js';
import { runStarted } from './run-events.js';
import type { Incident } from './state.js';
import type { Text } from '../text/text.js';

type Open = Extract<Command, { do: 'open' }>;
/** What opens an incident. */
export type Opening = Open | Extract<Command, { do: 'alert' }>;

/** A person's command opens an incident, and an alert that fires. */
export function opens(command: PeopleCommand): command is Opening {
  return command.do === 'open' || (command.do === 'alert' && command.state === 'firing');
}

/** A new incident: its opening, its first run, and where it is shown. */
export function open(command: Opening, { now, starts, ownChannels }: Circumstances): readonly Event[] | Refusal {
  if (starts === null) return noRunbook();
  const { runbook } = starts;
  const { by, channel } = command;
  const drill = command.do === 'open' && command.drill;
  const opened = happened('incident.opened', now, by, {
    service: runbook.service,
    severity: runbook.severity,
    channel,
    drill,
  });
  const alert = command.do === 'alert' ? alertChanged(command, now) : [];
  return [
    opened,
    runStarted(1, by, starts, now),
    ...alert,
    ...place(command, channelName(runbook.id, drill, now), { now, ownChannels }),
  ];
}

/** Where it is shown: in a channel of its own, or where it was opened. An alert's card waits for its verdict a little. */
function place(
  { do: how, channel }: Opening,
  name: string,
  { now, ownChannels }: Pick<Circumstances, 'now' | 'ownChannels'>,
): readonly Event[] {
  if (channel === null) return [];
  if (ownChannels) return [happened('channel.wanted', now, 'bot', { name, from: channel })];
  return how === 'alert' ? [] : [happened('message.planned', now, 'bot', { slot: CARD, channel })];
}

/** `inc-2026-11-22-api-down`, by the day in UTC. */
function channelName(runbook: string, drill: boolean, now: Date): string {
  return `${drill ? 'drill' : 'inc'}-${now.toISOString().slice(0, 10)}-${runbook}`.slice(0, 70);
}

/** Another run for an open incident. One without a home, opened in a terminal, moves in where it is asked for first. */
export function join(state: Incident, { by, channel }: Open, given: Circumstances): readonly Event[] | Refusal {
  const run = startRun(state, by, given);
  if (state.home !== null || channel === null || state.closed !== null) return run;
  const homed = happened('incident.homed', given.now, by, { channel });
  return 'refusal' in run ? [homed] : [homed, ...run];
}

/** An alert that fires while it is thought to be well asks everything again; one that says nothing new changes nothing. */
export function alerted(
  state: Incident,
  command: Extract<Command, { do: 'alert' }>,
  circumstances: Circumstances,
): readonly Event[] {
  const told = decideAlert(state, command, circumstances.now);
  const again =
    told.length > 0 && command.state === 'firing' && state.closed === null && headlineOf(state).state === 'up';
  const run = again ? startRun(state, command.by, circumstances) : [];
  return 'refusal' in run ? told : [...told, ...run];
}

/** Another run of the runbook a command names. */
export function startRun(state: Incident, by: Actor, { now, starts }: Circumstances): readonly Event[] | Refusal {
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

/** It was there when the wish was made: the file was removed or renamed meanwhile. */
function noRunbook(): Refusal {
  return {
    refusal: 'no_runbook',
    says: ['That runbook does not exist any more. Nothing was started; `/incident runbooks` shows what there is.'],
  };
}
