import type { Incident } from '../incident/state.js';
import { resolveBy } from '../incident/timers.js';
import { formatDuration } from '../text/units.js';
import { text, type Part, type Text } from '../text/text.js';
import { latestRun } from '../incident/state.js';
import { serviceIn } from './headed.js';
import { buttons, section, type Message } from './message.js';
import { asOf } from './past.js';
import { brief } from './plain.js';
import { snooze } from './record-buttons.js';
import { calling, callingParty, inChargeAt } from './whom.js';

type Nudged = NonNullable<Incident['nudged']>;

/** How long updates may be put off from the message itself, minutes. */
const SNOOZES = [20, 60] as const;

/** Nobody said that they look after it: whoever is on call is asked, once. */
export function nudge(incident: Incident, { to, at }: Nudged): Message {
  const { id, acknowledged, closed, response } = incident;
  const where = whereAt(incident, at);
  const within = response?.targets == null ? '' : ` within ${formatDuration(response.targets.acknowledge)}`;
  const whom: Part = to === null ? 'whoever reads this' : callingParty(incident, to);
  const since = acknowledgedSince(acknowledged) ?? (closed === null ? null : OVER);
  return {
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        ...(since === null ? [] : ['nothing here; ', ...since, '.']),
        ...(since !== null ? [] : [whom, `, acknowledge ${id} on its card, or `, { code: '/incident ack' }, '.']),
      ),
      section(`${where}: nobody acknowledged it${within}.`),
    ],
    plain: brief(
      text(
        `${id} ${where}: nobody acknowledged it${within}`,
        since === null ? '. Next: acknowledge it.' : ['; since then ', ...since, '.'],
      ),
    ),
  };
}

const OVER: Text = ['it ended'];

function acknowledgedSince(acknowledged: Incident['acknowledged']): Text | null {
  if (acknowledged === null) return null;
  const { by, at } = acknowledged;
  return text({ person: by }, ' acknowledged it ', { time: at, to: 'minute' });
}

/** Asks for one sentence on how it stands. Only the newest question can be put off. */
export function updateDue(incident: Incident, number: number): Message | null {
  const update = incident.updates[number - 1];
  if (update === undefined) return null;
  const where = whereAt(incident, update.at);
  const answer = answered(incident, number);
  const whom = inChargeAt(incident, update.at);
  const asked: Text = [
    whom === null ? 'somebody here' : calling(incident, whom),
    ', say in one sentence how it stands',
  ];
  return {
    blocks: [
      section({ bold: 'Next:' }, ' ', ...(answer === null ? asked : ['nothing here; ', ...answer]), '.'),
      section(
        `${where}. An update ${answer === null ? 'is' : 'was'} due `,
        { time: update.at, to: 'minute' },
        ...(answer === null ? text(': ', { code: '/incident note how it stands' }, by(incident)) : ['.']),
      ),
      ...(answer === null ? buttons(...SNOOZES.map((minutes) => snooze(incident, minutes))) : []),
    ],
    plain: brief(
      answer === null
        ? [`${incident.id} ${where}: an update is due. Next: /incident note how it stands.`]
        : text(`${incident.id} ${where}: an update was due; since then `, answer, '.'),
    ),
  };
}

/** What became of the question; null while it waits. Without the time it was told: each further note would be another edit. */
function answered({ updates, closed, snoozed, notes }: Incident, number: number): Text | null {
  const update = updates[number - 1];
  if (update === undefined || number < updates.length) return ['it was asked again'];
  if (!update.answered) return closed === null ? null : OVER;
  if (snoozed === null || (notes.lastAt ?? '') >= update.at) return ['somebody told it'];
  return text({ person: snoozed.by }, ' put it off until ', { time: snoozed.until, to: 'minute' });
}

function by(incident: Incident): Text {
  const due = resolveBy(incident);
  const missed = incident.missed.some(({ target }) => target === 'resolve');
  if (due === null) return [];
  return text(missed ? '\nOver its target since ' : '\nTo be resolved by ', { time: due, to: 'minute' }, '.');
}

/** `api down`, as it was seen then. */
function whereAt(incident: Incident, at: string): string {
  const then = asOf(incident, at);
  return serviceIn(then, latestRun(then)?.run ?? 0);
}
