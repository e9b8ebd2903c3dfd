import type { Offer, Policy, Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { cutWords } from './lists.js';
import type { Button, Confirm } from './message.js';
import { brief } from './plain.js';
import { attemptOf, capital, count, deed, riskAndLeave } from './remedy-words.js';

const LABEL_MOST = 22;
const SPOKEN_MOST = 75;
const TITLE_MOST = 100;
const CONFIRM_MOST = 300;

/** Asks everything again. */
export function diagnoseAgain(incident: Incident, primary: boolean): Button {
  return {
    action: 'diagnose',
    value: incident.id,
    label: 'Diagnose again',
    spoken: `Diagnose again: ${incident.service}`,
    primary,
  };
}

/** Ends an incident that is none. */
export function closeFalseAlarm(incident: Incident): Button {
  return {
    action: 'close_false_alarm',
    value: incident.id,
    label: 'Close as false alarm',
    spoken: `Close as false alarm: ${incident.id} of ${incident.service}`,
    primary: true,
  };
}

/** Asks for a remedy that is offered. */
export function requestRemedy(incident: Incident, offer: Offer, primary: boolean): Button {
  const { plan, policy } = offer;
  const attempt = attemptOf(offer);
  return {
    action: 'request_remedy',
    value: `${incident.id}:${offer.offer}`,
    label: cutWords(plan.label, LABEL_MOST),
    spoken: cutWords(`${plan.label} at ${policy.risk} risk, ${incident.id} of ${incident.service}`, SPOKEN_MOST),
    primary,
    confirm: {
      title: question(plan.title),
      says: withLast(deed(plan), `. ${attempt === null ? '' : `${capital(attempt)}. `}${whoIsAsked(policy)}`),
      yes: policy.approvals === 0 ? 'Do it now' : 'Ask for approval',
      no: 'Go back',
    },
  };
}

/** Takes a request back. */
export function withdrawRequest(incident: Incident, { request, offer }: Request): Button {
  return {
    action: 'withdraw_remedy',
    value: `${incident.id}:${request}`,
    label: 'Withdraw the request',
    spoken: cutWords(`Withdraw the request: ${offer.plan.title}`, SPOKEN_MOST),
    primary: false,
  };
}

/** Goes around the approval of an offer, or of the request that waits for it; asks for a reason. `which` tells two apart. */
export function breakGlass(incident: Incident, { offer, plan }: Offer, which: boolean): Button {
  return {
    action: 'break_glass',
    value: `${incident.id}:${offer}`,
    label: cutWords(`Break glass${which ? `: ${plan.label}` : ''}`, LABEL_MOST),
    spoken: cutWords(`Break glass, without approval: ${plan.title}`, SPOKEN_MOST),
    primary: false,
  };
}

/** An approver's yes. */
export function approve(incident: Incident, { request, offer }: Request): Button {
  const { plan, policy } = offer;
  return {
    action: 'approve_remedy',
    value: `${incident.id}:${request}`,
    label: fitting(`Approve ${plan.title}`),
    spoken: cutWords(`Approve ${plan.title}, ${policy.risk} risk`, SPOKEN_MOST),
    primary: true,
    confirm: {
      title: question(`approve: ${plan.title}`),
      says: withLast(deed(plan), `. ${capital(policy.risk)} risk. ${approvedThen(policy)}`),
      yes: 'Approve',
      no: 'Go back',
    },
  };
}

/** An approver's no; asks for a reason. */
export function deny(incident: Incident, { request, offer }: Request): Button {
  return {
    action: 'deny_remedy',
    value: `${incident.id}:${request}`,
    label: 'Deny with reason',
    spoken: cutWords(`Deny with reason: ${offer.plan.title}`, SPOKEN_MOST),
    primary: false,
  };
}

/** A person's word on whether a remedy happened. */
export function sayHappened(incident: Incident, { request, offer }: Request, it: boolean): Button {
  const { title } = offer.plan;
  const then = it ? 'The check afterwards follows.' : 'It can be asked for again.';
  return {
    action: it ? 'say_happened' : 'say_not_happened',
    value: `${incident.id}:${request}`,
    label: it ? 'Say it happened' : 'Say it did not',
    spoken: cutWords(`Say it ${it ? 'happened' : 'did not happen'}: ${title}`, SPOKEN_MOST),
    primary: false,
    confirm: {
      title: question(it ? 'it happened' : 'it did not happen'),
      says: withLast([title], `. It is recorded as your word. ${then}`),
      yes: it ? 'It happened' : 'It did not happen',
      no: 'Go back',
    },
  };
}

/** As many whole words as a button takes, not ending in the middle of a phrase. */
function fitting(words: string): string {
  const kept = words.length <= LABEL_MOST ? words : words.slice(0, LABEL_MOST + 1).replace(/[,:]?\s+\S*$/, '');
  return kept.replace(/( (of|to|the|and|a|with|from|by|its))+$/, '').replace(/,$/, '');
}

function question(words: string): Confirm['title'] {
  return `${capital(cutWords(words, TITLE_MOST - 1))}?`;
}

/** What comes last is never cut: it says what follows from the press. */
function withLast(says: Text, last: string): Text {
  return text(brief(says, CONFIRM_MOST - last.length), last);
}

function whoIsAsked(policy: Policy): string {
  const { approvals, others, risk } = policy;
  if (approvals === 0) return `${riskAndLeave(policy)} It begins at once.`;
  const head = `${capital(risk)} risk: ${count(approvals)} ${approvals === 1 ? 'approver' : 'approvers'}`;
  const asked = approvals === 1 ? 'is asked' : 'are asked';
  if (others) return `${head} other than you ${asked}.`;
  const own = approvals === 1 ? 'if you are one, it begins at once' : 'your own yes counts if you are one';
  return `${head} ${asked}; ${own}.`;
}

function approvedThen({ approvals }: Policy): string {
  return approvals === 1 ? 'It begins at once.' : `It begins when ${count(approvals)} people said yes.`;
}
