import type { SummaryLine } from '../incident/record.js';
import { join, text, type Text } from '../text/text.js';
import { wasBegun, type Facts, type Tried } from './facts.js';
import { ENDINGS } from './words.js';

/** More would not be read; the document has them all. */
const MOST = 6;

/** What was done, by whom, and who let it happen. */
export function remediesIn({ tried, closed, opened }: Facts): readonly SummaryLine[] {
  const begun = tried.filter(wasBegun);
  if (begun.length === 0)
    return [{ part: 'remedies', says: ['The bot changed nothing.'], from: [closed?.seq ?? opened.seq] }];
  const lines = begun.slice(-MOST).map((one): SummaryLine => ({
    part: 'remedies',
    says: text(capital(one.request.offer.plan.title), ': ', result(one), '; ', leave(one), '.'),
    from: one.from,
  }));
  const earlier = begun.slice(0, -MOST).flatMap(({ from }) => from);
  return earlier.length === 0
    ? lines
    : [
        { part: 'remedies', says: ['Other remedies were tried before; the document has them.'], from: earlier },
        ...lines,
      ];
}

/** `worked 03:07:52`, `outcome unknown`. */
export function result({ request, watch }: Tried): Text {
  const { ended } = request;
  if (ended === null) return [request.unknown === null ? 'not seen to its end' : 'outcome unknown'];
  const relapse = watch?.ended?.how === 'relapsed' ? watch.ended.at : null;
  return text(
    `${ENDINGS[ended.how]} `,
    { time: ended.at, to: 'second' },
    relapse !== null && [', broke again ', { time: relapse, to: 'second' }],
  );
}

/** `Ada asked, Sam approved`: who let it happen. */
export function leave({ request }: Tried): Text {
  const { by, yeses, brokenGlass, offer } = request;
  const asked = text({ person: by }, ' asked');
  if (brokenGlass !== null)
    return text(asked, ', ', { person: brokenGlass.by }, ` went around the approval: ${brokenGlass.reason}`);
  if (yeses.length === 0) return text(asked, offer.policy.approvals === 0 && ', no approval needed');
  const people = join(
    yeses.map((yes): Text => [{ person: yes.by }]),
    ' and ',
  );
  return text(asked, ', ', people, ' approved');
}

/** Words at the beginning of a sentence. */
export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
