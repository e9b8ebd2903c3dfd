import type { Wish, WishOutcome } from '../engine/ports.js';
import type { Part } from '../text/text.js';
import { note, type Message } from '../view/message.js';

/** What the person is told of their wish where the card does not say it, or stands out of their sight; null for nothing. `link` leads to the card. */
export function outcomeMessage(wish: Wish, outcome: WishOutcome, link: string | null): Message | null {
  const { refusal, opened, card, incident } = outcome;
  if (refusal !== null) return note(...refusal.says);
  if (opened || wish.replyTo === null || wish.replyTo.atCard || card === null) return null;
  const name = incident ?? 'The incident';
  if (isBeside(wish.command)) return note(beside(wish.command, name));
  const said = SAID[wish.command.do];
  if (card.channel === wish.replyTo.channel) {
    const shown: Part = link === null ? 'its card' : { link: 'its card', url: link };
    return note(`${name}${said}; `, shown, ' shows it.');
  }
  if (wish.command.do === 'open' || wish.command.do === 'diagnose')
    return note('An incident of this service is open in another channel; the diagnosis runs there.');
  return note(`${name}${said}; its card in its own channel shows it.`);
}

/** What has come of such a wish, in a sentence. */
function beside(command: Extract<Wish['command'], { do: Beside }>, name: string): string {
  switch (command.do) {
    case 'note':
      return command.private
        ? `Noted in ${name}; it stays out of documents and exports.`
        : `Noted in the timeline of ${name}.`;
    case 'pin':
      return `That message stands in the timeline of ${name} now.`;
    case 'unpin':
      return `Your mark is taken back; the timeline of ${name} follows.`;
    case 'escalate':
      return `${name} is escalated; the message in its channel says who is called.`;
    case 'snooze':
      return `You are not asked for an update of ${name} for ${command.minutes} min.`;
    case 'tick':
      return `Recorded; the checklist of ${name} shows it.`;
    case 'check_data':
      return `The data is being looked at; the checklist of ${name} will say how it is.`;
    case 'draft':
      return `It is being written; it comes in the thread of ${name}.`;
  }
}

/** Wishes of which the card shows nothing. */
const BESIDE = ['note', 'pin', 'unpin', 'escalate', 'snooze', 'tick', 'check_data', 'draft'] as const;
type Beside = (typeof BESIDE)[number];

function isBeside(command: Wish['command']): command is Extract<Wish['command'], { do: Beside }> {
  return BESIDE.some((one) => one === command.do);
}

/** What has come of a wish that the card shows, after the incident's name. */
const SAID: Readonly<Record<Exclude<Wish['command']['do'], Beside>, string>> = {
  open: ' is being diagnosed',
  diagnose: ' is being diagnosed',
  close: ' is closed',
  reopen: ' is open again',
  acknowledge: ' is acknowledged',
  set_severity: ' has another severity now',
  give_role: ': the role is given',
  request: ': your request is recorded',
  approve: ': your yes is recorded',
  deny: ': your no is recorded',
  withdraw: ': your request is withdrawn',
  break_glass: ': it runs now, without a yes',
  settle: ': your word is recorded',
  alert: ': the alert is recorded',
};
