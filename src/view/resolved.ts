import { headlineOf, headlineText } from '../incident/headline.js';
import type { Report, SummaryLine } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Text } from '../text/text.js';
import { doneIn } from './card-closed.js';
import { headed, label } from './headed.js';
import { context, section, type Block, type Message } from './message.js';
import { asOf } from './past.js';
import { brief } from './plain.js';

/** The first characters of a hash tell it apart. */
const HEAD_SHOWN = 8;
/** The report has the others. */
const REMEDIES_SHOWN = 2;
const CAUSE_MOST = { incident: 88, drill: 62 } as const;
const CHECKLIST = 'the checklist in the thread.';

/** The summary, posted once for each time it was resolved: what happened, whom it hurt, why, what was done, what remains. */
export function resolved(incident: Incident, report: Report): Message {
  const then = asOf(incident, report.at);
  const title = headlineText(headlineOf({ ...then, closed: then.closed ?? ended(report) }));
  const said = (...parts: readonly SummaryLine['part'][]): readonly Text[] =>
    report.summary.filter(({ part }) => parts.includes(part)).map(({ says }) => says);
  const remains = said('remains');
  const told = [...said('happened', 'impact', 'cause'), ...remediesOf(said('remedies'))];
  const lines = told.length > 0 ? told : [text('Its summary was not written. What the record shows:'), ...doneIn(then)];
  return headed(incident, {
    emoji: '🏁',
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', ...join([[CHECKLIST], ...remains], ' ')),
      section(...join(lines, '\n')),
      ...said('times').map((says) => context(...says)),
      ...foot(incident, report),
    ],
    plain: text(
      `${incident.id} ${title}. `,
      brief(said('cause')[0] ?? [], CAUSE_MOST[incident.drill ? 'drill' : 'incident']),
      `${said('cause').length === 0 ? '' : ' '}Next: ${CHECKLIST}`,
    ),
  });
}

/** That it was closed is known though a later reopening took it back. */
function ended({ at }: Report): NonNullable<Incident['closed']> {
  return { how: 'resolved', reason: '', told: null, by: 'bot', at };
}

function remediesOf(lines: readonly Text[]): Text[] {
  const more = lines.length - REMEDIES_SHOWN;
  return [...lines.slice(-REMEDIES_SHOWN), ...(more > 0 ? [text(`Before that ${more} more, see the report.`)] : [])];
}

function foot(incident: Incident, { document, head, trouble }: Report): Block[] {
  const report = document === null ? 'no report' : 'report in the thread';
  const record = head === '' ? '' : ` · record ${head.slice(0, HEAD_SHOWN)}`;
  return [context(`${label(incident)} · ${report}${record}`), ...(trouble === null ? [] : [context(trouble)])];
}
