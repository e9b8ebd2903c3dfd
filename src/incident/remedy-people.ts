import { addMilliseconds } from 'date-fns/addMilliseconds';
import { text, type Text } from '../text/text.js';
import type { PeopleCommand, Refusal } from './command.js';
import { offersNow, requestOf, underWay } from './due.js';
import { ended } from './ending.js';
import { happened, type Actor, type Event } from './events.js';
import type { Offer, Request } from './remedy.js';
import { lapsed } from './remedy-results.js';
import type { Incident } from './state.js';

type Ask<Do extends PeopleCommand['do']> = Extract<PeopleCommand, { do: Do }>;
type Decision = readonly Event[] | Refusal;

/** What people wish for about remedies. */
export type RemedyWish = Ask<'request' | 'approve' | 'deny' | 'withdraw' | 'break_glass' | 'settle'>;

/** What follows from a person's press: events, or a refusal in words for them alone. Pure. */
export function decideRemedyWish(state: Incident, wish: RemedyWish, now: Date): Decision {
  switch (wish.do) {
    case 'request':
      return request(state, wish, now);
    case 'approve':
      return onWaiting(state, wish, now, (asked) => approve(state, asked, wish, now));
    case 'deny':
      return onWaiting(state, wish, now, (asked) => deny(state, asked, wish, now));
    case 'withdraw':
      return onWaiting(state, wish, now, (asked) => withdraw(asked, wish, now));
    case 'break_glass':
      return breakGlass(state, wish, now);
    case 'settle':
      return settle(state, wish, now);
  }
}

function request(state: Incident, { by, offer: number, may }: Ask<'request'>, now: Date): Decision {
  const offer = freeOffer(state, number);
  if ('refusal' in offer) return offer;
  const { approvals, others } = offer.policy;
  const { event, number: id } = requested(state, offer, by, now);
  const own = may && !others && approvals > 0;
  return own ? [event, happened('remedy.approved', now, by, { request: id })] : [event];
}

function approve(state: Incident, asked: Request, { by, may }: Ask<'approve'>, now: Date): Decision {
  const { policy, plan } = asked.offer;
  if (by === asked.by && (policy.others || !may)) return ownRequest(asked, by, now);
  if (!may) return notAllowed(state, `approve: ${plan.title}`, asked.request, by, policy.from, now);
  if (asked.yeses.some((yes) => yes.by === by))
    return refused('already_decided', 'Your yes is recorded; one more person is needed. This press changed nothing.');
  return [happened('remedy.approved', now, by, { request: asked.request })];
}

function deny(state: Incident, asked: Request, { by, may, reason }: Ask<'deny'>, now: Date): Decision {
  const { policy, plan } = asked.offer;
  if (!may && by !== asked.by) return notAllowed(state, `deny: ${plan.title}`, asked.request, by, policy.from, now);
  return [ended(asked.request, { how: 'denied', says: [reason], by }, now)];
}

function withdraw(asked: Request, { by }: Ask<'withdraw'>, now: Date): Decision {
  if (by === asked.by) return [ended(asked.request, { how: 'withdrawn', says: [], by }, now)];
  return refused('not_allowed', 'Only ', { person: asked.by }, ' can withdraw this request. Nothing was changed.');
}

function breakGlass(state: Incident, wish: Ask<'break_glass'>, now: Date): Decision {
  const { by, may, reason, offer: number } = wish;
  const waiting = underWay(state);
  if (!may) return notAllowed(state, 'break the glass', wish.request, by, null, now);
  const meant = number === null ? waiting?.request === wish.request : waiting?.offer.offer === number;
  if (waiting !== null && waiting.approvedAt === null && meant && now.toISOString() < waiting.lapsesAt)
    return [happened('remedy.glass_broken', now, by, { request: waiting.request, reason })];
  if (number === null)
    return refused('out_of_date', 'Nothing waits for an approval here. Nothing was run; look at the card.');
  const offer = freeOffer(state, number);
  if ('refusal' in offer) return offer;
  const { event, number: id } = requested(state, offer, by, now);
  if (offer.policy.approvals === 0) return [event];
  return [event, happened('remedy.glass_broken', now, by, { request: id, reason })];
}

function settle(state: Incident, { by, request: number, happened: it }: Ask<'settle'>, now: Date): Decision {
  const asked = requestOf(state, number);
  if (asked === null) return outOfDate();
  if (asked.unknown === null)
    return refused('already_decided', 'It is known by now what became of this. Your press changed nothing.');
  if (asked.unknown.find === null)
    return refused('remedy_runs', 'The bot is still finding out itself. Nothing was recorded; the card will say.');
  const settled = happened('remedy.settled', now, by, { request: number, happened: it, says: ['said so'] });
  if (it) return [settled];
  return [settled, ended(number, { how: 'did_not_happen', says: ['said so'], by }, now)];
}

/** The offer, if it stands and nothing else is under way. */
function freeOffer(state: Incident, number: number): Offer | Refusal {
  const other = underWay(state);
  if (other !== null) return busyWith(other);
  return offersNow(state).find(({ offer }) => offer === number) ?? outOfDate();
}

function busyWith({ offer, by, approvedAt, started, unknown }: Request): Refusal {
  const { title } = offer.plan;
  if (unknown !== null)
    return refused('remedy_runs', `It is not known yet what became of “${title}”. Nothing else was started.`);
  if (started !== null || approvedAt !== null)
    return refused('remedy_runs', `“${title}” is being done already. Nothing else was started; the card shows it.`);
  return refused('already_requested', { person: by }, ` asked for “${title}” already; it waits for its yes.`);
}

/** Runs `decision` for a request that waits for its yes; otherwise tells what became of it. */
function onWaiting(
  state: Incident,
  { request: number }: { readonly request: number },
  now: Date,
  decision: (asked: Request) => Decision,
): Decision {
  const asked = requestOf(state, number);
  if (asked === null) return outOfDate();
  if (asked.ended !== null || asked.approvedAt !== null) return decidedBefore(asked);
  if (now.toISOString() < asked.lapsesAt) return decision(asked);
  return { ...decidedBefore(asked), record: [lapsed(asked, now)] };
}

function decidedBefore(asked: Request): Refusal {
  const { ended: end, lapsesAt, yeses, brokenGlass, approvedAt } = asked;
  if (approvedAt === null && (end === null || end.how === 'lapsed'))
    return refused(
      'already_decided',
      'This request lapsed ',
      { time: lapsesAt, to: 'minute' },
      '. Nothing was run. Ask again from the card.',
    );
  const decider = end?.how === 'denied' || end?.how === 'withdrawn' ? end.by : (yeses.at(-1)?.by ?? brokenGlass?.by);
  const word = end?.how === 'denied' ? 'denied' : end?.how === 'withdrawn' ? 'withdrew' : 'approved';
  const then = end === null ? ' and it is under way' : '';
  return refused(
    'already_decided',
    { person: decider ?? asked.by },
    ` ${word} this `,
    { time: (word === 'approved' ? approvedAt : end?.at) ?? asked.at, to: 'minute' },
    `${then}. Your press changed nothing.`,
  );
}

function requested(state: Incident, offer: Offer, by: Actor, now: Date): { event: Event; number: number } {
  const number = state.remedies.requests.length + 1;
  const lapsesAt = addMilliseconds(now, offer.policy.lapsesAfter).toISOString();
  return { number, event: happened('remedy.requested', now, by, { request: number, offer, lapsesAt }) };
}

function ownRequest(asked: Request, by: Actor, now: Date): Refusal {
  const { policy, plan } = asked.offer;
  return {
    ...refused(
      'own_request',
      `You asked for this; ${policy.risk} risk needs ${policy.others ? 'a second person' : 'an approver'}. ${policy.from} were asked `,
      { time: asked.at, to: 'minute' },
      ', until ',
      { time: asked.lapsesAt, to: 'minute' },
      '.',
    ),
    record: [attempt(`approve: ${plan.title}`, asked.request, 'own request', by, now)],
  };
}

function notAllowed(
  state: Incident,
  what: string,
  number: number | null,
  by: Actor,
  from: string | null,
  now: Date,
): Refusal {
  const who = from === null ? 'Only the people config.yml names for it can do that.' : `Only ${from} can approve this.`;
  return {
    ...refused('not_allowed', `${who} Nothing was run; the press is recorded on ${state.id}.`),
    record: [attempt(what, number, 'not allowed', by, now)],
  };
}

function attempt(what: string, number: number | null, why: string, by: Actor, now: Date): Event {
  return happened('attempt.refused', now, by, { what, request: number, why });
}

function outOfDate(): Refusal {
  return refused('out_of_date', 'That button is older than the newest card. Nothing was started; use the newest card.');
}

function refused(refusal: Refusal['refusal'], ...says: Text): Refusal {
  return { refusal, says: text(says) };
}
