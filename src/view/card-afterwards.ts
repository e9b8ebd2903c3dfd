import type { Request } from '../incident/remedy.js';
import type { Standing } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Part, type Text } from '../text/text.js';
import { diagnoseAgain } from './buttons.js';
import { compared } from './compared.js';
import type { Body } from './headed.js';
import { buttons, section } from './message.js';
import { notOffered, offered, planning } from './offers.js';
import { resolveIt } from './record-buttons.js';
import { attemptOf, capital, causeOf, clock, leftToDo, outcomeOf } from './remedy-words.js';

type When<As extends Standing['as']> = Extract<Standing, { as: As }>;

/** A remedy worked and is looked after. */
export function watching(incident: Incident, { request, watch }: When<'watching'>): Body {
  const until: Part = { time: watch.until, to: 'minute' };
  return {
    blocks: [
      section({ bold: 'Next:' }, ' nothing until ', until, ', then resolve.'),
      section(
        ...join(
          [worked(incident, request), ...toDo(request), ['Asked quietly until then; a relapse is posted.']],
          '\n',
        ),
      ),
      ...buttons(resolveIt(incident, false)),
    ],
    plain: text(`, after ${request.offer.plan.title}. Nothing to do until `, until, '.'),
  };
}

/** A remedy worked, and its watch is over. */
export function mended(incident: Incident, { request }: When<'mended'>): Body {
  const watch = incident.watches.find((one) => one.request === request.request);
  const clean = watch?.ended?.how === 'clean' ? [text('No relapse until ', clock(watch.ended.at), '.')] : [];
  const unseen = watch?.ended?.how === 'not_seen' ? [text('At the end of the watch the bot could not look.')] : [];
  return {
    blocks: [
      section({ bold: 'Next:' }, unseen.length === 0 ? ' resolve it.' : ' diagnose again; if it is well, resolve it.'),
      section(...join([worked(incident, request), ...toDo(request), ...clean, ...unseen], '\n')),
      ...(unseen.length === 0
        ? buttons(resolveIt(incident, true))
        : buttons(diagnoseAgain(incident, true), resolveIt(incident, false))),
    ],
    plain: text(`, ${request.offer.plan.title}. Next: ${unseen.length === 0 ? 'resolve it' : 'diagnose again'}.`),
  };
}

/** It had worked, and it broke again. */
export function relapsed(incident: Incident, { request, watch }: When<'relapsed'>): Body {
  const { ended } = watch;
  const seen = ended === null ? [] : [text('Broken again ', clock(ended.at), ': ', ended.says)];
  return {
    blocks: [
      section({ bold: 'Next:' }, ' diagnose again.'),
      section(...join([worked(incident, request), ...seen], '\n')),
      ...buttons(diagnoseAgain(incident, true)),
    ],
    plain: text(` after ${request.offer.plan.title}. Next: diagnose again.`),
  };
}

/** It was closed and taken up again; what was seen before says nothing of now. */
export function reopened(incident: Incident, { reopened: { by, at, reason } }: When<'reopened'>): Body {
  return {
    blocks: [
      section({ bold: 'Next:' }, ' diagnose again.'),
      section('Reopened by ', { person: by }, ' ', { time: at, to: 'minute' }, `: ${reason}`),
      ...buttons(diagnoseAgain(incident, true), resolveIt(incident, false)),
    ],
    plain: text('. Next: diagnose again.'),
  };
}

/** It was done, and it is not well. */
export function didNotHelp(incident: Incident, { request, ended }: When<'no_help'>): Body {
  const offers = offered(incident);
  const otherwise = withoutOffer(incident, ended.at);
  const again =
    !planning(incident) && (offers?.buttons.length ?? 0) < 2 ? [diagnoseAgain(incident, offers === null)] : [];
  return {
    blocks: [
      section({ bold: 'Next:' }, ' ', ...(offers?.next ?? [otherwise])),
      section(
        ...join(
          [
            ...ended.compared.map(compared),
            stateAfter(request),
            ...(offers === null ? [] : [offers.deed]),
            ...notOffered(incident),
          ],
          '\n',
        ),
      ),
      ...buttons(...(offers?.buttons ?? []), ...again),
    ],
    plain: text(`, ${request.offer.plan.title}. Next: ${offers?.plain ?? otherwise}`),
  };
}

/** What to do where nothing is offered after a remedy that ended at `at`. */
function withoutOffer(incident: Incident, at: string): string {
  if (planning(incident)) return 'wait; the next step is being worked out.';
  const called = incident.escalations.findLast((one) => one.at >= at);
  return called === undefined ? 'diagnose again, or go on by hand.' : `${called.to} takes over.`;
}

/** How things are now after a remedy that did not help. */
export function stateAfter(request: Request): Text {
  const { offer } = request;
  const attempt = attemptOf(offer);
  const says = outcomeOf(request);
  return text({ bold: `${capital(offer.plan.title)}:` }, ' ', says, '.', attempt !== null && ` ${capital(attempt)}.`);
}

function worked(incident: Incident, request: Request): Text {
  const at = request.ended?.at ?? request.at;
  return text(`${capital(causeOf(incident, request))}; `, `${request.offer.plan.title}, verified `, clock(at));
}

function toDo({ offer }: Request): Text[] {
  const left = leftToDo(offer.plan);
  return left === null ? [] : [text({ bold: 'Left to do:' }, ' ', left)];
}
