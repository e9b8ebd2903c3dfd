import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { headed, label } from './headed.js';
import { context, section, type Message } from './message.js';
import { calling, inChargeAt } from './whom.js';

/** An end was taken back: said once, to whoever looks after it. */
export function reopenedNews(incident: Incident, { by, at, reason }: Incident['reopened'][number]): Message {
  const title = `${incident.service}: reopened`;
  const whom = inChargeAt(incident, at);
  const called: Text = whom === null || whom === by ? [] : [calling(incident, whom), ', '];
  return headed(incident, {
    emoji: '🔁',
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', ...called, 'diagnose again on the card.'),
      section('Reopened by ', { person: by }, ' ', { time: at, to: 'minute' }, `: ${reason}`),
      context(`${label(incident)} · nothing was run`),
    ],
    plain: text(`${incident.id} ${title} by `, { person: by }, `: ${reason}. Nothing was run. Next: diagnose again.`),
  });
}
