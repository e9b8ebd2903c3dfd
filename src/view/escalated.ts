import { addMilliseconds } from 'date-fns/addMilliseconds';
import { underWay } from '../incident/due.js';
import { headlineOf } from '../incident/headline.js';
import { latestRun, type Incident } from '../incident/state.js';
import { downSince, nextLevel } from '../incident/timers.js';
import { text, type Text } from '../text/text.js';
import { headed, label, serviceIn } from './headed.js';
import { buttons, context, section, type Message } from './message.js';
import { asOf } from './past.js';
import { takeCommand } from './record-buttons.js';
import { capital, count } from './remedy-words.js';
import { underWayIn } from './story-words.js';
import { callingParty } from './whom.js';

type Escalation = Incident['escalations'][number];

/** Somebody further is called: what they must know stands as it was then, and one press makes them the commander. */
export function escalated(incident: Incident, call: Escalation): Message {
  const then = asOf(incident, call.at);
  const taken = takenSince(incident, call);
  const last = incident.escalations.at(-1) === call;
  const words = serviceIn(then, latestRun(then)?.run ?? 0);
  return headed(incident, {
    emoji: '📣',
    title: `${words}: escalated`,
    blocks: [
      section({ bold: 'Next:' }, ' ', ...(taken ?? [callingParty(incident, call.to), ', take command.'])),
      section(
        ...text(since(then), `, ${cause(then)}.`),
        '\n',
        ...text(tried(then), underWay(then) === null ? [] : [' ', ...underWayIn(then), '.']),
      ),
      ...(taken === null && last ? buttons(takeCommand(incident)) : []),
      context(...why(incident, then, call)),
    ],
    plain: text(
      `${incident.id} ${words} since `,
      { time: downSince(then), to: 'minute' },
      `, escalated to ${called(call)}${inVain(then)}. `,
      taken === null ? 'Next: take command.' : text('Next: ', taken),
    ),
  });
}

/** `Down since 03:04`. */
function since(then: Incident): Text {
  const { state } = headlineOf(then);
  return text(state === '' ? 'Open' : capital(state), ' since ', { time: downSince(then), to: 'minute' });
}

/** `level 2`, or who it was where the runbook gives them no level. */
function called({ level, to }: Escalation): string {
  return level === null ? to : `level ${level}`;
}

/** Why nobody is asked for any more; null while somebody is. */
function takenSince({ handovers, closed }: Incident, { at }: Escalation): Text | null {
  const taken = handovers.find((one) => one.at > at);
  if (taken !== undefined)
    return text(
      'nothing here; ',
      { person: taken.to },
      ' has the command since ',
      { time: taken.at, to: 'minute' },
      '.',
    );
  return closed === null ? null : ['nothing here; it is over.'];
}

/** `out of memory`, or that nobody knows. */
function cause(then: Incident): string {
  const verdict = latestRun(then)?.verdict ?? null;
  if (verdict === null) return 'no verdict yet';
  const names = verdict.named.map(({ title }) => title);
  return names.length > 0 ? names.join(' and ') : 'cause not known';
}

function vain({ remedies }: Incident): string[] {
  const begun = remedies.requests.filter(({ started, ended }) => started !== null && ended !== null);
  return begun.filter(({ ended }) => ended?.how !== 'verified').map(({ offer }) => offer.plan.title);
}

function tried(then: Incident): string {
  const titles = [...new Set(vain(then))];
  if (titles.length > 0) return `Did not help: ${titles.join('; ')}.`;
  return then.remedies.requests.some(({ started }) => started !== null) ? '' : 'Nothing was tried yet.';
}

/** `; two remedies did not help`. */
function inVain(then: Incident): string {
  const { length } = vain(then);
  return length === 0 ? '' : `; ${count(length)} ${length === 1 ? 'remedy' : 'remedies'} did not help`;
}

function why(incident: Incident, then: Incident, call: Escalation): Text {
  const { because, by, level } = call;
  const next = nextLevel(then);
  return text(
    `${label(incident)} · ${level === null ? '' : `level ${level}: `}`,
    by !== 'bot' && ['called by ', { person: by }, ', '],
    because,
    next !== null && [
      ` · level ${next.level} at `,
      { time: addMilliseconds(downSince(then), next.after).toISOString(), to: 'minute' },
    ],
  );
}
