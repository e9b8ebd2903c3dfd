import { headlineOf, headlineText, type Headline } from '../incident/headline.js';
import type { Request } from '../incident/remedy.js';
import { standingOf, type Standing } from '../incident/standing.js';
import { latestRun, type Incident, type Run } from '../incident/state.js';
import { text } from '../text/text.js';
import { breakGlass, diagnoseAgain } from './buttons.js';
import { didNotHelp, mended, relapsed, watching } from './card-afterwards.js';
import { closedBody, closedPlain } from './card-closed.js';
import { approvalWanted, outcomeUnknown, running } from './card-under-way.js';
import { diagnosing, verdictBody, verdictPlain } from './card-verdict.js';
import { HEADER_MOST, headed, label, practice, type Body } from './headed.js';
import { context, type Block, type Button, type Message } from './message.js';
import { offered } from './offers.js';

/** The one message of an incident in its channel, edited in place: what is broken, what to do, how the bot knows. */
export function card(incident: Incident): Message {
  const standing = standingOf(incident);
  const headline = headlineOf(incident);
  const title = short(incident, headline, standing);
  const { blocks, plain } = bodyOf(incident, standing, `${practice(incident)}${title}`);
  return headed(incident, {
    emoji: headline.emoji,
    title,
    blocks: [...blocks, ...foot(incident, standing, blocks)],
    plain: text(`${incident.id} ${headlineText(headline)}`, plain),
  });
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
    case 'diagnosing':
      return {
        blocks: diagnosing(standing.run),
        plain: [` with ${standing.run.runbook}. The verdict replaces this message.`],
      };
    case 'verdict':
      return {
        blocks: verdictBody(incident, standing.run, standing.verdict, header),
        plain: [verdictPlain(incident, standing.verdict)],
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

/** The incident's own line, with a menu of what has no button of its own. */
function foot(incident: Incident, standing: Standing, body: readonly Block[]): Block[] {
  const run = latestRun(incident);
  const opened = text(
    `${label(incident)} · opened by `,
    { person: incident.openedBy },
    ' ',
    { time: incident.openedAt, to: 'minute' },
    again(run),
    calledIn(incident),
  );
  const shown = body.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ action }) => action) : []));
  const menu = menuOf(incident, standing).filter(({ action }) => !shown.includes(action));
  const own: Block = menu.length > 0 ? { kind: 'section', says: opened, menu } : context(...opened);
  return [own, ...(incident.rehomed === null ? [] : [context(`Continued here: ${incident.rehomed}.`)])];
}

function again(run: Run | null) {
  return (
    run !== null &&
    run.run > 1 &&
    text(`, run ${run.run} by `, { person: run.by }, ' ', { time: run.startedAt, to: 'second' })
  );
}

function calledIn({ escalations }: Incident) {
  const last = escalations.at(-1);
  return last !== undefined && text(`, escalated to ${last.to} `, { time: last.at, to: 'minute' });
}

function glassOf(incident: Incident, { offer }: Request, diagnose: Button): Button[] {
  return offer.policy.breakGlass === null ? [diagnose] : [diagnose, breakGlass(incident, offer, false)];
}

function menuOf(incident: Incident, standing: Standing): Button[] {
  const diagnose = diagnoseAgain(incident, false);
  switch (standing.as) {
    case 'closed':
    case 'new':
    case 'diagnosing':
    case 'running':
      return [];
    case 'approval':
      return glassOf(incident, standing.request, diagnose);
    default:
      return [diagnose, ...(offered(incident)?.menu ?? [])];
  }
}
