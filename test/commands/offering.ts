import { dueRound } from '../../src/incident/due.js';
import type { Offer, Policy } from '../../src/incident/remedy.js';
import { makeAnswers, makeRunbook, Story } from '../builders.js';

/** A runbook whose service can be mended in three ways. */
export const mendable = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
users_feel: health
tree: [{ ask: Does it answer?, when: health.ok, yes: fine, no: broken }]
outcomes:
  fine: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: nothing. }
  broken: { title: broken, state: down, next: look at it., remedies: [restart, raise_memory], show: [health] }
remedies:
  restart: { type: mend, risk: medium, only_if: '!health.ok', verify: { within: 5s, that: health.ok }, attempts: 3, then: rollback }
  raise_memory: { type: mend, risk: high, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
  rollback: { type: mend, risk: critical, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
`);

/** Nobody, one person, another person, two others. */
export const POLICIES: Readonly<Record<'low' | 'medium' | 'high' | 'critical', Policy>> = {
  low: policy('low', 0, false),
  medium: policy('medium', 1, false),
  high: policy('high', 1, true),
  critical: policy('critical', 2, true),
};

function policy(risk: Policy['risk'], approvals: number, others: boolean): Policy {
  const from = 'api-approvers';
  return { risk, approvals, others, from, groups: ['S1'], users: [], breakGlass: 'leads', lapsesAfter: 600_000 };
}

const TITLES: Readonly<Record<string, string>> = {
  restart: 'restart api',
  raise_memory: 'raise memory to 512 MiB',
  rollback: 'go back to the previous image',
};

export type Offering = Omit<Offer, 'offer'>;

/** An offer of one of these remedies. */
export function offering(remedy: string, over: Partial<Offering> = {}): Offering {
  const title = TITLES[remedy] ?? remedy;
  const plan = {
    ...{ title, label: title.slice(0, 22), does: ['container api_1 on host local'], like: `docker restart api_1` },
    ...{
      undo: null,
      afterwards: null,
      service: 'api',
      holds: ['local/api_1'],
      action: {},
      before: {},
      longest: 500,
    },
  };
  const verify = { says: 'Health endpoint', within: 5_000 };
  return {
    run: 1,
    remedy,
    plan,
    policy: POLICIES.medium,
    verify,
    attempt: 0,
    attempts: 3,
    then: null,
    hash: `hash of ${remedy}`,
    ...over,
  };
}

/** What was planned. */
export interface Planned {
  readonly offers?: readonly Offering[];
  readonly impossible?: readonly { readonly remedy: string; readonly title: string; readonly why: string }[];
  readonly off?: string | null;
}

/** An incident that was found broken; its remedies are not planned yet. */
export function broken(channel: string | null = 'C1', id = 'INC-12'): Story {
  return new Story([mendable], id).open({ channel }).answer(makeAnswers({ health: { ok: false } }));
}

/** Offers what was planned in the situation the incident is in. */
export function plan(story: Story, { offers = [], impossible = [], off = null }: Planned): Story {
  const round = dueRound(story.incident)?.key ?? '';
  story.do({ do: 'offered', round, offers, impossible, off });
  return story;
}

/** An incident that offers a restart, and more memory. */
export function offers(channel: string | null = 'C1', id = 'INC-12'): Story {
  return plan(broken(channel, id), {
    offers: [offering('restart'), offering('raise_memory', { policy: POLICIES.high, attempts: 1 })],
  });
}
