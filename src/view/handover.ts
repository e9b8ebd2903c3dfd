import { addMilliseconds } from 'date-fns/addMilliseconds';
import { headlineOf, headlineText } from '../incident/headline.js';
import { latestRun, type Incident } from '../incident/state.js';
import { downSince, nextLevel, resolveBy } from '../incident/timers.js';
import { join, text, type Text } from '../text/text.js';
import { context, section, type Message } from './message.js';
import { asOf } from './past.js';
import { brief } from './plain.js';
import { capital, lowered } from './remedy-words.js';
import { endedAs, underWayIn } from './story-words.js';
import { calling } from './whom.js';

type Handover = Incident['handovers'][number];

/** The command went from one to another, or was given by somebody else: whoever takes it up must be told how things stand. */
export function needsTelling({ from, to, by }: Handover): boolean {
  return from !== null || by !== to;
}

/** What a new commander must know, as it was at that moment. */
export function handover(incident: Incident, { from, to, by, at }: Handover): Message {
  const then = asOf(incident, at);
  const headline = headlineText(headlineOf(then));
  const items = [
    text({ bold: 'State:' }, ` ${headline}, open since `, { time: downSince(then), to: 'minute' }),
    text({ bold: 'Cause:' }, ` ${causeIn(then)}`),
    text({ bold: 'Under way:' }, ' ', lowered(underWayIn(then))),
    text({ bold: 'Tried:' }, ' ', triedIn(then)),
    text({ bold: 'Deadlines:' }, ' ', deadlinesIn(then)),
    text({ bold: 'Called:' }, ' ', calledIn(then)),
  ];
  return {
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        calling(incident, to),
        `, you command ${incident.id} now`,
        ...(from === null ? [] : [', after ', { person: from }]),
        '.',
      ),
      { kind: 'list', items },
      context('Given by ', { person: by }, ' ', { time: at, to: 'minute' }, '; the card has what is new since.'),
    ],
    plain: brief(text(`${incident.id}: `, { person: to }, ` commands now. ${headline}. `, underWayIn(then), '.')),
  };
}

function causeIn(then: Incident): string {
  const verdict = latestRun(then)?.verdict ?? null;
  if (verdict === null) return 'no verdict yet';
  const titles = (causes: readonly { readonly title: string }[]): string => causes.map(({ title }) => title).join('; ');
  if (verdict.named.length > 0) return titles(verdict.named);
  return verdict.candidates.length > 0 ? `not known; could be ${titles(verdict.candidates)}` : 'not known';
}

function triedIn({ remedies }: Incident): Text {
  const done = remedies.requests.filter((request) => request.started !== null && request.ended !== null);
  if (done.length === 0) return ['nothing'];
  return join(
    done.map((request) =>
      text(`${capital(request.offer.plan.title)}, ${endedAs(request.ended?.how)} `, {
        time: request.ended?.at ?? request.at,
        to: 'minute',
      }),
    ),
    '; ',
  );
}

function deadlinesIn(then: Incident): Text {
  const due = resolveBy(then);
  const next = headlineOf(then).state === 'up' ? null : nextLevel(then);
  const level = next === null ? null : addMilliseconds(downSince(then), next.after).toISOString();
  const all = [
    ...(due === null ? [] : [text('resolve by ', { time: due, to: 'minute' })]),
    ...(next === null || level === null
      ? []
      : [text(`level ${next.level} (${next.to}) is called `, { time: level, to: 'minute' })]),
  ];
  return all.length === 0 ? ['none'] : join(all, '; ');
}

function calledIn({ escalations }: Incident): Text {
  if (escalations.length === 0) return ['nobody'];
  return join(
    escalations.map(({ to, level, at }) =>
      text(`${to}${level === null ? '' : ` (level ${level})`} `, { time: at, to: 'minute' }),
    ),
    '; ',
  );
}
