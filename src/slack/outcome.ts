import type { Wish, WishOutcome } from '../engine/ports.js';
import type { Part } from '../text/text.js';
import { note, type Message } from '../view/message.js';

/** What the person is told of their wish where the card does not say it, or stands out of their sight; null for nothing. `link` leads to the card. */
export function outcomeMessage(wish: Wish, outcome: WishOutcome, link: string | null): Message | null {
  const { refusal, opened, card, incident } = outcome;
  if (refusal !== null) return note(...refusal.says);
  if (opened || wish.replyTo === null || wish.replyTo.atCard || card === null) return null;
  const said = SAID[wish.command.do];
  const name = incident ?? 'The incident';
  if (card.channel === wish.replyTo.channel) {
    const shown: Part = link === null ? 'its card' : { link: 'its card', url: link };
    return note(`${name}${said}; `, shown, ' shows it.');
  }
  if (wish.command.do === 'open' || wish.command.do === 'diagnose')
    return note('An incident of this service is open in another channel; the diagnosis runs there.');
  return note(`${name}${said}; its card in its own channel shows it.`);
}

/** What has come of a wish, after the incident's name. */
const SAID: Readonly<Record<Wish['command']['do'], string>> = {
  open: ' is being diagnosed',
  diagnose: ' is being diagnosed',
  close: ' is closed',
  request: ': your request is recorded',
  approve: ': your yes is recorded',
  deny: ': your no is recorded',
  withdraw: ': your request is withdrawn',
  break_glass: ': it runs now, without a yes',
  settle: ': your word is recorded',
};
