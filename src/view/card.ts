import { headlineOf, headlineText, type Headline } from '../incident/headline.js';
import { standingOf, type Standing } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { text } from '../text/text.js';
import { didNotHelp, mended, relapsed, reopened, watching } from './card-afterwards.js';
import { closedBody, closedPlain } from './card-closed.js';
import { approvalWanted, outcomeUnknown, running } from './card-under-way.js';
import { diagnosing, verdictBody, verdictPlain } from './card-verdict.js';
import { foot } from './foot.js';
import { HEADER_MOST, headed, practice, type Body } from './headed.js';
import { buttons, type Block, type Message } from './message.js';
import { acknowledge } from './record-buttons.js';
import { callingParty } from './whom.js';

/** The one message of an incident in its channel, edited in place: what is broken, what to do, how the bot knows. */
export function card(incident: Incident): Message {
  const standing = standingOf(incident);
  const headline = headlineOf(incident);
  const title = short(incident, headline, standing);
  const { blocks, plain } = bodyOf(incident, standing, `${practice(incident)}${title}`);
  return headed(incident, {
    emoji: headline.emoji,
    title,
    blocks: [...withAcknowledge(incident, blocks), ...foot(incident, standing, blocks)],
    plain: text(`${incident.id} ${headlineText(headline)}`, plain),
  });
}

/** Where an alert opened it, whoever is on call is woken, and the press that says somebody is there stands alone, right below what to do. */
function withAcknowledge(incident: Incident, [next, ...others]: readonly Block[]): Block[] {
  if (next === undefined || incident.acknowledged !== null || incident.closed !== null)
    return next === undefined ? [] : [next, ...others];
  return [woken(incident, next), ...buttons(acknowledge(incident)), ...others];
}

/** `Next: @on-call, raise its memory limit.` */
function woken(incident: Incident, next: Block): Block {
  const { response } = incident;
  if (next.kind !== 'section' || response?.page !== true || response.onCall === null) return next;
  const [lead, ...rest] = next.says;
  return { ...next, says: text(lead, ' ', callingParty(incident, response.onCall), ',', rest) };
}

/** The headline within a phone's width: of several causes the first and how many more, or just how many. */
function short(incident: Incident, headline: Headline, standing: Standing): string {
  const most = HEADER_MOST - practice(incident).length;
  const named = standing.as === 'verdict' ? standing.verdict.named : [];
  const several = [`${named[0]?.title ?? ''} and ${named.length - 1} more`, `${named.length} causes`];
  const all = [headline.status, ...(named.length > 1 ? several : [])];
  const wordings = all.map((status) => headlineText({ ...headline, status }));
  return wordings.find((one) => one.length <= most) ?? wordings[0] ?? '';
}

function bodyOf(incident: Incident, standing: Standing, header: string): Body {
  switch (standing.as) {
    case 'closed':
      return { blocks: closedBody(incident, standing.closed), plain: [`. ${closedPlain(incident)}`] };
    case 'new':
      return { blocks: [], plain: ['. The verdict replaces this message.'] };
    case 'reopened':
      return reopened(incident, standing);
    case 'diagnosing':
      return {
        blocks: diagnosing(standing.run),
        plain: [` with ${standing.run.runbook}. The verdict replaces this message.`],
      };
    case 'verdict':
      return {
        blocks: verdictBody(incident, standing.run, standing.verdict, header),
        plain: [verdictPlain(incident, standing.run, standing.verdict)],
      };
    case 'approval':
      return approvalWanted(incident, standing);
    case 'running':
      return running(standing);
    case 'unknown':
      return outcomeUnknown(incident, standing);
    case 'watching':
      return watching(incident, standing);
    case 'mended':
      return mended(incident, standing);
    case 'relapsed':
      return relapsed(incident, standing);
    case 'no_help':
      return didNotHelp(incident, standing);
  }
}
