import type { Look } from '../../commands/command.js';
import { offersNow, requestOf, underWay } from '../incident/due.js';
import type { Offer, Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { breakGlassForm, denyForm } from '../view/forms.js';
import { note, type Action, type Message } from '../view/message.js';
import type { Membership } from './members.js';
import { reasonIn, unreasoned, wish, type Press, type Pressed } from './press.js';
import { pressValue, type PressValue } from './press-value.js';
import { looked } from './recording.js';
import type { SlackRights } from './rights.js';
import type { Speaker } from './speaker.js';

/** What is pressed about a remedy. */
export type RemedyAction = Extract<
  Action,
  | 'request_remedy'
  | 'approve_remedy'
  | 'deny_remedy'
  | 'withdraw_remedy'
  | 'break_glass'
  | 'say_happened'
  | 'say_not_happened'
>;

/** They may be pressed in a direct message too, where approvers of other channels are asked. */
const IN_DIRECT: readonly RemedyAction[] = ['approve_remedy', 'deny_remedy'];

export interface RemedyPressParts {
  readonly look: Look;
  readonly rights: SlackRights;
}

/** Presses about remedies. The button only names incident and number: what it may do is looked up now, and decided with the incident's log. */
export class RemedyPresses {
  readonly #parts: RemedyPressParts;
  constructor(parts: RemedyPressParts) {
    this.#parts = parts;
  }

  async press({ action, value, answers, speaker }: Press<RemedyAction>): Promise<Pressed> {
    const reason = answers === null ? null : reasonIn(answers);
    if (reason === '') return unreasoned;
    const about = pressValue(value);
    const incident = about === null ? null : await looked(this.#parts.look.read(about.incident));
    if (about === null || incident === null || !isHere(incident, action, speaker)) return foreign();
    const press = { incident, about, by: `slack:${speaker.user}`, user: speaker.user, reason };
    switch (action) {
      case 'request_remedy':
        return this.#request(press);
      case 'approve_remedy':
        return this.#approve(press);
      case 'deny_remedy':
        return this.#deny(press);
      case 'withdraw_remedy':
        return wish(incident.id, { do: 'withdraw', by: press.by, request: about.number });
      case 'break_glass':
        return this.#breakGlass(press);
      case 'say_happened':
      case 'say_not_happened':
        return settle(press, action === 'say_happened');
    }
  }

  async #request({ incident, about, by, user }: RemedyPress): Promise<Pressed> {
    const offer = offersNow(incident).find((one) => one.offer === about.number);
    // Only where the requester's own yes counts does it matter who asks.
    const asks = offer !== undefined && offer.policy.approvals > 0 && !offer.policy.others;
    const may = asks && (await this.#parts.rights.approve(user, offer.policy)) === 'yes';
    return wish(incident.id, { do: 'request', by, offer: about.number, may });
  }

  async #approve({ incident, about, by, user }: RemedyPress): Promise<Pressed> {
    const member = await this.#approver(user, requestOf(incident, about.number));
    if (member === 'untold') return untold(requestOf(incident, about.number)?.offer.policy.from ?? '', 'approved');
    return wish(incident.id, { do: 'approve', by, request: about.number, may: member === 'yes' });
  }

  async #deny({ incident, about, by, user, reason }: RemedyPress): Promise<Pressed> {
    const request = requestOf(incident, about.number);
    const deny = (may: boolean): Pressed =>
      wish(incident.id, { do: 'deny', by, request: about.number, reason: reason ?? '', may });
    // What is decided already is told so by the log's own words.
    if (request === null || !waits(request)) return deny(false);
    const member = await this.#approver(user, request);
    if (member === 'untold' && request.by !== by) return untold(request.offer.policy.from, 'denied');
    if (member !== 'yes' && request.by !== by) return deny(false);
    return reason === null ? { form: denyForm(incident, request), incident: incident.id } : deny(member === 'yes');
  }

  async #breakGlass({ incident, about, by, user, reason }: RemedyPress): Promise<Pressed> {
    const waiting = waitingFor(incident, about.number);
    const offer = waiting?.offer ?? offersNow(incident).find((one) => one.offer === about.number);
    const request = waiting?.request ?? null;
    const breakIt = (may: boolean): Pressed =>
      wish(incident.id, { do: 'break_glass', by, offer: about.number, request, reason: reason ?? '', may });
    const member = await this.#parts.rights.breakGlass(user);
    if (member === 'untold') return untold(this.#parts.rights.breakGlassParty ?? '', 'run');
    if (member === 'no' || offer === undefined) return breakIt(member === 'yes');
    return reason === null ? { form: breakGlassForm(incident, offer), incident: incident.id } : breakIt(true);
  }

  async #approver(user: string, request: Request | null): Promise<Membership> {
    return request === null ? 'no' : this.#parts.rights.approve(user, request.offer.policy);
  }
}

interface RemedyPress {
  readonly incident: Incident;
  readonly about: PressValue;
  readonly by: string;
  readonly user: string;
  readonly reason: string | null;
}

function isHere({ home }: Incident, action: RemedyAction, { channel }: Speaker): boolean {
  return home === channel || (channel.startsWith('D') && IN_DIRECT.includes(action));
}

function waits({ approvedAt, ended }: Request): boolean {
  return approvedAt === null && ended === null;
}

/** The request that waits for this offer's yes. */
function waitingFor(incident: Incident, offer: Offer['offer']): Request | null {
  const request = underWay(incident);
  return request !== null && waits(request) && request.offer.offer === offer ? request : null;
}

function settle({ incident, about, by }: RemedyPress, happened: boolean): Pressed {
  return wish(incident.id, { do: 'settle', by, request: about.number, happened });
}

function foreign(): { readonly message: Message } {
  return { message: note('That button belongs to no incident of this channel. Nothing was run.') };
}

/** Not knowing is no. */
function untold(party: string, done: 'approved' | 'denied' | 'run'): { readonly message: Message } {
  return { message: note(`Slack did not tell who is in ${party}; nothing was ${done}. Press again.`) };
}
