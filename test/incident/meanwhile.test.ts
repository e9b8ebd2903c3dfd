import { describe, expect, test } from '@jest/globals';
import { dueRound, offersNow, underWay, watching } from '../../src/incident/due.js';
import { pending } from '../../src/incident/pending.js';
import type { Offer, Plan, Policy } from '../../src/incident/remedy.js';
import { standingOf } from '../../src/incident/standing.js';
import { timesOf } from '../../src/incident/times.js';
import { makeAnswer, makeRunbook, Story } from '../builders.js';

const ADA = 'slack:UADA';
const LEE = 'slack:ULEE';

const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
tree:
  - { ask: Does it answer?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  ill: { title: does not answer, state: down, next: mend it., remedies: [mend, swap] }
remedies:
  mend: { type: mend, risk: high, attempts: 2, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
  swap: { type: swap, for: good, risk: high, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
watch: { for: 15m, every: 30s }
`);

const plan: Plan = {
  ...{ title: 'mend api', label: 'Mend api', does: ['container api'], like: null, undo: null, afterwards: null },
  ...{ service: 'api', holds: ['local/api'], action: { id: 'c1' }, before: {}, longest: 1_000 },
};

function offerOf(remedy: string, run: number): Omit<Offer, 'offer'> {
  const policy: Policy = {
    ...{ risk: 'high', approvals: 1, others: true, from: 'approvers', groups: [], users: [] },
    ...{ breakGlass: 'leads', lapsesAfter: 600_000 },
  };
  const verify = { says: 'Health endpoint', within: 5_000 };
  return { run, remedy, plan, policy, verify, attempt: 0, attempts: 2, then: null, hash: 'a hash' };
}

/** Does what is pending about offers. */
function offered(story: Story): Story {
  for (const effect of pending(story.incident)) {
    if (effect.effect !== 'offer') continue;
    const offers = effect.remedies.map((remedy) => offerOf(remedy, effect.run));
    story.do({ do: 'offered', round: effect.round, offers, impossible: [], off: null });
  }
  return story;
}

/** The verdict is red, and Ada asked for the remedy of this id. */
function requested(remedy = 'mend', story = ill()): Story {
  offered(story);
  const offer = offersNow(story.incident).find((one) => one.remedy === remedy)?.offer ?? 0;
  story.do({ do: 'request', by: ADA, offer, may: false });
  return story.wait(1);
}

function ill(): Story {
  return new Story([runbook]).open().answer({ health: makeAnswer({ ok: false }) });
}

/** Another run, with its verdict. */
function again(story: Story, ok: boolean): Story {
  story.do({ do: 'diagnose', by: LEE });
  const run = story.incident.runs.length;
  return story
    .wait(1)
    .answer({ health: makeAnswer({ ok }) }, run)
    .wait(1);
}

function approve(story: Story): Story {
  const request = underWay(story.incident)?.request ?? 0;
  story.do({ do: 'approve', by: LEE, request, may: true });
  return story.wait(1);
}

/** It is done, and helps. */
function mended(story: Story): Story {
  const request = underWay(story.incident)?.request ?? 0;
  story.do({ do: 'prepared', request, executor: 'one', epoch: 1, plan, before: [] });
  story.wait(1).do({ do: 'acted', request, result: 'done', says: ['so'], attachments: [] });
  story.wait(1).do({ do: 'verified', request, how: 'verified', says: ['well'], compared: [] });
  return story.wait(1);
}

const broken = (request: number | null) =>
  ({ do: 'break_glass', by: LEE, offer: null, request, reason: 'nobody is there', may: true }) as const;

describe('a newer run', () => {
  test('whose verdict is older than the cure brings nothing up again, and what helped is looked after', () => {
    const story = mended(approve(again(requested(), false)));
    expect(watching(story.incident)).toMatchObject({ request: 1, ended: null });
    expect(dueRound(story.incident)).toBeNull();
    expect(standingOf(story.incident)).toMatchObject({ as: 'watching' });
    expect(pending(story.incident)).toEqual([{ effect: 'watch', request: 1 }]);
  });

  test('during the watch does not end it while it finds nothing to do', () => {
    const story = again(mended(approve(requested())), true);
    expect(watching(story.incident)).toMatchObject({ request: 1 });
    story.do({ do: 'watched', request: 1, how: 'relapsed', says: ['not well'] });
    expect(story.incident.watches.at(-1)?.ended).toMatchObject({ how: 'relapsed' });
    expect(story.incident.runs).toHaveLength(3);
  });

  test('that found it well says nothing of the time after a relapse or a reopening', () => {
    const story = again(mended(approve(requested())), true);
    const ended = story.incident.remedies.requests[0]?.ended?.at;
    expect(timesOf(story.incident).mitigated).toBe(ended);
    story.do({ do: 'close', by: ADA, how: 'resolved', reason: 'mended' });
    story.wait(1).do({ do: 'reopen', by: ADA, reason: 'it is back' });
    expect(timesOf(story.incident).mitigated).toBeNull();
    story.wait(1).do({ do: 'watched', request: 1, how: 'relapsed', says: ['not well'] });
    expect(timesOf(story.incident).mitigated).toBeNull();
    const relapsed = again(mended(approve(requested())), true);
    relapsed.do({ do: 'watched', request: 1, how: 'relapsed', says: ['not well'] });
    expect(timesOf(relapsed.incident).mitigated).toBeNull();
  });

  test('that finds it broken after the cure says what is due', () => {
    const story = again(mended(approve(requested())), false);
    expect(watching(story.incident)).toBeNull();
    expect(dueRound(story.incident)?.remedies).toEqual(['mend', 'swap']);
  });
});

describe('closing an incident', () => {
  test('takes back what was approved and not begun; what was being prepared then is not begun', () => {
    const story = approve(requested());
    expect(pending(story.incident)).toEqual([{ effect: 'prepare', request: 1 }]);
    story.do({ do: 'close', by: LEE, how: 'cancelled', reason: 'a mistake' });
    expect(story.incident.remedies.requests[0]?.ended).toMatchObject({ how: 'withdrawn', by: LEE });
    expect(story.do({ do: 'prepared', request: 1, executor: 'one', epoch: 1, plan, before: [] })).toEqual([]);
    expect(story.incident.remedies.requests[0]?.started).toBeNull();
  });

  test('while a request waits begins nothing either, whoever approves it then', () => {
    const story = requested();
    story.do({ do: 'close', by: LEE, how: 'cancelled', reason: 'a mistake' });
    expect(story.do({ do: 'approve', by: LEE, request: 1, may: true })).toMatchObject({ refusal: 'already_closed' });
    expect(story.do({ do: 'prepared', request: 1, executor: 'one', epoch: 1, plan, before: [] })).toEqual([]);
  });
});

describe('glass broken for a request', () => {
  test('lets that one through', () => {
    const story = requested();
    story.do(broken(1));
    expect(story.incident.remedies.requests[0]?.brokenGlass).toMatchObject({ by: LEE });
  });

  test('lets no other one through that came in its place', () => {
    const story = requested();
    story.do({ do: 'withdraw', by: ADA, request: 1 });
    requested('swap', story);
    expect(underWay(story.incident)?.request).toBe(2);
    expect(story.do(broken(1))).toMatchObject({ refusal: 'out_of_date' });
    expect(underWay(story.incident)?.approvedAt).toBeNull();
  });

  test('whose time is over changes nothing', () => {
    const story = requested().wait(700);
    expect(story.do(broken(1))).toMatchObject({ refusal: 'out_of_date' });
    expect(story.incident.remedies.requests[0]?.approvedAt).toBeNull();
  });
});
