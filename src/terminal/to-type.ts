import { offersNow, underWay } from '../incident/due.js';
import type { Offer, Request } from '../incident/remedy.js';
import { standingOf } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Text } from '../text/text.js';
import { note, type Message } from '../view/message.js';
import { whoApproves } from '../view/remedy-words.js';

/** The words that do here what the buttons of an incident's card do in Slack; null where it has none that count. */
export function toType(incident: Incident): Message | null {
  const { id, closed } = incident;
  const request = underWay(incident);
  const lines =
    request === null || closed !== null
      ? [
          ...ending(incident),
          ...offersNow(incident).flatMap((offer, at, all) => offering(id, offer, at === all.length - 1)),
        ]
      : aboutRequest(id, request);
  return lines.length === 0 ? null : note(...join(lines, '\n'));
}

/** What worked needs somebody who says that it is over. */
function ending(incident: Incident): Text[] {
  const { as } = standingOf(incident);
  return as === 'watching' || as === 'mended'
    ? [doing(`resolve ${incident.id} what-fixed-it`, 'closes it and writes its document')]
    : [];
}

function offering(id: string, { remedy, policy }: Offer, last: boolean): Text[] {
  const ask = doing(`remedy ${remedy} ${id}`, `${policy.risk} risk, ${whoApproves(policy, 'terminal:')}`);
  const around = doing(`break-glass ${remedy} ${id} reason`, 'without approval, told to all');
  return last && policy.approvals > 0 && policy.breakGlass !== null ? [ask, around] : [ask];
}

function aboutRequest(id: string, { approvedAt, unknown, offer }: Request): Text[] {
  if (unknown !== null && unknown.find !== null)
    return [doing(`happened yes ${id}`, 'it happened'), doing(`happened no ${id}`, 'it did not')];
  if (approvedAt !== null) return [];
  return [
    doing(`withdraw ${id}`, 'takes the request back'),
    doing(`break-glass ${offer.remedy} ${id} reason`, 'without approval, told to all'),
  ];
}

function doing(words: string, know: string): Text {
  return text('Do: ', { code: `incident ${words}` }, ` (${know})`);
}
