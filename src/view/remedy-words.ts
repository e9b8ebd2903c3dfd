import { yesesNeeded, type Offer, type Plan, type Policy, type Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { authored, text, type Part, type Text } from '../text/text.js';

const COUNT = ['no', 'one', 'two', 'three', 'four'] as const;

/** `one`, `two`; figures where there are no words. */
export function count(number: number): string {
  return COUNT[number] ?? String(number);
}

/** Words at the beginning of a sentence. */
export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `Medium risk: one approver.` */
export function riskAndLeave(policy: Policy): string {
  return `${capital(policy.risk)} risk: ${whoApproves(policy)}.`;
}

/** Whose yes is needed, in a few words; `by` would ask for it. */
export function whoApproves(policy: Policy, by: string | null = null): string {
  const { others } = policy;
  const approvals = by === null ? policy.approvals : yesesNeeded(policy, by);
  if (approvals === 0) return 'nobody else is asked';
  if (approvals === 1) return others ? 'a second person approves' : 'one approver';
  return `${count(approvals)} people approve`;
}

/** What exactly would be done, and the command that people would type for it. */
export function deed({ does, like }: Plan): Text {
  return text(does, like !== null && ['; like ', { code: like }]);
}

/** `attempt 2 of 3`; null where there is one only. */
export function attemptOf({ attempt, attempts }: Offer): string | null {
  return attempts === 1 ? null : `attempt ${attempt + 1} of ${attempts}`;
}

/** Why it was asked for: the causes its run named, or that there were none. */
export function causeOf(incident: Incident, { offer }: Request): string {
  const verdict = incident.runs.find(({ run }) => run === offer.run)?.verdict;
  const named = (verdict?.named ?? []).map(({ title }) => title);
  return named.length > 0 ? named.join(' and ') : (verdict?.title ?? 'not known');
}

/** `Approved by Sam 03:07`: who let it happen, and when; null while nobody did. */
export function leaveOf({ brokenGlass, approvedAt, yeses, offer }: Request): Text | null {
  if (approvedAt === null) return null;
  if (brokenGlass !== null) {
    const { by, reason } = brokenGlass;
    return text('Approval skipped by ', { person: by }, ' ', { time: approvedAt, to: 'minute' }, `: ${reason}`);
  }
  if (offer.policy.approvals === 0) return ['No approval needed'];
  const said = yeses.map(({ by, at }): Text => [{ person: by }, ' ', { time: at, to: 'minute' }]);
  return text(
    'Approved by ',
    said.flatMap((yes, at) => (at === 0 ? yes : [' and ', ...yes])),
  );
}

/** How a request ended without anything being done, as sentences; null where something was, or it has not ended. */
export function notRun(request: Request): Text | null {
  const { ended, lapsesAt } = request;
  if (ended === null) return null;
  const { by, at, says, how } = ended;
  const when: Part = { time: at, to: 'minute' };
  const why = text(says.length > 0 && ': ', says, '. Nothing was run.');
  switch (how) {
    case 'denied':
      return text('Denied by ', { person: by }, ' ', when, why);
    case 'lapsed':
      return text('Lapsed ', { time: lapsesAt, to: 'minute' }, '. Nothing was run.');
    case 'withdrawn':
      return text('Withdrawn by ', { person: by }, ' ', when, '. Nothing was run.');
    case 'void':
      return text('Not what was approved any more', why);
    case 'not_needed':
      return text('No longer needed', why);
    case 'not_looked':
      return text('Could not look whether it is still needed', why);
    case 'busy':
      return text('Busy', why);
    case 'did_not_happen':
      return text(outcomeOf(request), '.');
    default:
      return null;
  }
}

/** What was done, or how the world is, in the words of who knows it: the remedy itself, or whoever settled what became of it. */
export function outcomeOf({ acted, settled, ended }: Request): Text {
  if (acted !== null) return acted.says;
  if (settled === null) return ended?.says ?? [];
  const it = settled.happened ? 'it happened' : 'it did not happen';
  if (settled.by === 'bot') return text(it, settled.says.length > 0 && [', ', ...settled.says]);
  return text({ person: settled.by }, ` says ${it}`);
}

/** A sentence's words inside another one. */
export function lowered(says: Text): Text {
  const [first, ...rest] = says;
  return typeof first === 'string' ? [`${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...rest] : says;
}

/** What people still have to do once it worked; null for nothing. */
export function leftToDo({ afterwards }: Plan): Text | null {
  return afterwards === null ? null : authored(afterwards);
}

/** A moment as evidence shows it. */
export function clock(at: string): Part {
  return { time: at, to: 'second' };
}
