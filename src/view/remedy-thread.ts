import type { Attachment, Ended, Request, Started, Watch } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { beforeAndAfter } from './compared.js';
import { context, section, type Block, type Message } from './message.js';
import { brief } from './plain.js';
import { capital, clock, leaveOf, lowered, notRun, outcomeOf } from './remedy-words.js';
import { calling, inChargeAt } from './whom.js';

/** Everything about one remedy that was begun: what ran, step by step, and what was seen before and after. */
export function work(incident: Incident, request: Request, { plan }: Started): Message {
  const { acted, steps, ended } = request;
  const head = `Remedy ${request.request}, ${plan.title}`;
  const says = outcomeOf(request);
  const items = [
    ...steps.map((step) => text(clock(step.at), ' ', step.says)),
    ...(says.length === 0 ? [] : [text({ bold: 'Outcome:' }, ' ', says)]),
    ...(ended?.compared ?? []).map(beforeAndAfter),
  ];
  return {
    blocks: [
      section({ bold: `${head}:` }, ' ', ...plan.does),
      ...(items.length === 0 ? [] : [{ kind: 'list', items } as const]),
      ...byHand(plan.like),
      context(...leave(request), ...attached(incident, request, acted?.attachments ?? [])),
    ],
    plain: brief(text(`${incident.id}, ${head.charAt(0).toLowerCase()}${head.slice(1)}: `, says, '.')),
  };
}

function byHand(like: string | null): Block[] {
  return like === null ? [] : [{ kind: 'quote', title: 'The same by hand', lines: [like] }];
}

function leave(request: Request): Text {
  const said = leaveOf(request);
  return text('Asked by ', { person: request.by }, ' ', clock(request.at), said !== null && [', ', ...lowered(said)]);
}

function attached(incident: Incident, request: Request, attachments: readonly Attachment[]): Text {
  if (attachments.length === 0) return [];
  const names = attachments.map((one) => `${fileName(incident, request, one)} (${one.lines} lines)`);
  return [` · attached: ${names.join(', ')}`];
}

/** Two remedies may bring back files of the same name: in the thread each has its own. */
export function fileName({ id }: Incident, { request }: Request, { name }: Attachment): string {
  return `${id}-${request}-${name}`;
}

/** Why a request came to nothing; null where it did not, or where the asker knows. */
export function decision(incident: Incident, request: Request): Message | null {
  const said = request.ended?.how === 'withdrawn' || request.ended?.how === 'did_not_happen' ? null : notRun(request);
  if (said === null) return null;
  const { title } = request.offer.plan;
  const again = AGAIN.has(request.ended?.how) ? ' Ask again from the card if it is still wanted.' : '';
  return {
    blocks: [section(...text(calling(incident, request.by), ': ', { bold: title }, '. ', said, again))],
    plain: brief(text(`${incident.id}, ${title}. `, said)),
  };
}

/** What came to nothing without anybody's no. */
const AGAIN: ReadonlySet<Ended['how'] | undefined> = new Set(['lapsed', 'void', 'not_looked', 'busy']);

/** It stayed well while it was watched. */
export function watchOver(incident: Incident, request: Request, watch: Watch): Message {
  const { title } = request.offer.plan;
  const says = watch.ended?.says ?? [];
  const over = watch.ended?.at ?? watch.until;
  const seen = watch.ended?.how === 'clean';
  const whom = inChargeAt(incident, over) ?? request.by;
  return {
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        calling(incident, whom),
        seen ? ', resolve it on the card.' : ', diagnose again on the card.',
      ),
      section(
        `${capital(title)}: watched `,
        { time: watch.from, to: 'minute' },
        ' to ',
        { time: over, to: 'minute' },
        seen ? ', no relapse. ' : '; at the end the bot could not look. ',
        ...says,
      ),
    ],
    plain: brief(
      seen
        ? text(`${incident.id}: no relapse after ${title}. Next: resolve it.`)
        : text(`${incident.id}: watch after ${title} is over, its end was not seen. Next: diagnose again.`),
    ),
  };
}

/** What stands beside an attached text. */
export function attachment(incident: Incident, request: Request, one: Attachment): Message {
  const { title, lines } = one;
  const says = `${title}, ${lines} lines, from remedy ${request.request}: ${request.offer.plan.title}`;
  return { blocks: [section(says)], plain: brief([`${fileName(incident, request, one)}: ${says}`]) };
}
