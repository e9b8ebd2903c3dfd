import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { offersNow, underWay } from '../../src/incident/due.js';
import type { Command } from '../../src/incident/command.js';
import { fromLog, EVENT_VERSIONS, type Event } from '../../src/incident/events.js';
import { pending, wakeAt } from '../../src/incident/pending.js';
import type { Offer, Plan, Policy } from '../../src/incident/remedy.js';
import { fold } from '../../src/incident/state.js';
import type { Risk } from '../../src/runbook/runbook.js';
import { RISKS } from '../../src/runbook/schema.js';
import { makeAnswer, makeRunbook, Story } from '../builders.js';

const PEOPLE = ['slack:UADA', 'slack:USAM', 'slack:UKIM'] as const;
const APPROVERS: readonly string[] = ['slack:USAM', 'slack:UKIM'];
const NEEDS: Record<Risk, { approvals: number; others: boolean }> = {
  low: { approvals: 0, others: false },
  medium: { approvals: 1, others: false },
  high: { approvals: 1, others: true },
  critical: { approvals: 2, others: true },
};

const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
tree:
  - { ask: Does it answer?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  ill: { title: does not answer, state: down, next: mend it., remedies: [mend] }
remedies:
  mend: { type: mend, risk: high, attempts: 2, only_if: '!health.ok', verify: { within: 5s, that: health.ok }, then: swap }
  swap: { type: swap, for: good, risk: high, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
escalation: [{ spent: mend, to: senior-oncall }]
`);

const plan: Plan = {
  ...{ title: 'mend api', label: 'Mend api', does: ['container api'], like: null, undo: null, afterwards: null },
  ...{ service: 'api', holds: ['local/api'], action: { id: 'c1' }, before: {}, longest: 1_000 },
};

function offerOf(remedy: string, risk: Risk): Omit<Offer, 'offer'> {
  const { attempts, then } = runbook.remedies[remedy] ?? { attempts: 1, then: null };
  const from = { from: 'approvers', groups: [], users: [], breakGlass: null, lapsesAfter: 600_000 };
  const policy: Policy = { risk, ...NEEDS[risk], ...from };
  const verify = { says: 'Health endpoint', within: 5_000 };
  return { run: 1, remedy, plan, policy, verify, attempt: 0, attempts, then, hash: 'a hash' };
}

/** An incident whose verdict is there. */
function ill(): Story {
  return new Story([runbook]).open().answer({ health: makeAnswer({ ok: false }) });
}

/** Offers what is due, as the edges would. */
function offerAll(story: Story, risk: Risk): void {
  for (const effect of pending(story.incident)) {
    if (effect.effect !== 'offer') continue;
    const offers = effect.remedies.slice(0, 2).map((remedy) => offerOf(remedy, risk));
    story.do({ do: 'offered', round: effect.round, offers, impossible: [], off: null });
  }
}

type Step = { readonly command: Command } | { readonly wait: number } | { readonly life: 'one' | 'two' };

const person = fc.constantFrom(...PEOPLE);
/** Zero stands for the newest there is: mostly people press what is there. */
const number = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ wait: fc.constantFrom(1, 30, 700) }),
  fc.record({ life: fc.constantFrom('one' as const, 'two' as const) }),
  fc
    .oneof(
      fc.record({ do: fc.constant('request' as const), by: person, offer: number }),
      fc.record({ do: fc.constant('approve' as const), by: person, request: number }),
      fc.record({ do: fc.constant('deny' as const), by: person, request: number, reason: fc.constant('no') }),
    )
    .map((command) => ({ command: { ...command, may: APPROVERS.includes(command.by) } })),
  fc.record({ do: fc.constant('withdraw' as const), by: person, request: number }).map((command) => ({ command })),
  fc
    .record({ by: person, request: number, happened: fc.boolean() })
    .map((said) => ({ command: { do: 'settle' as const, ...said } })),
);

function newest(command: Command, { incident }: Story): Command {
  const offer = offersNow(incident)[0]?.offer ?? 1;
  const request = underWay(incident)?.request ?? 1;
  if ('offer' in command && command.offer === 0) return { ...command, offer };
  return 'request' in command && command.request === 0 ? { ...command, request } : command;
}

/** Plays the edges too: whatever is pending comes back, as the life that runs the incident sees it. */
function live(risk: Risk, steps: readonly Step[], outcomes: readonly ('done' | 'failed' | 'lost')[]): Story {
  const story = ill();
  let life = 'one';
  let acts = 0;
  for (const one of steps) {
    if ('wait' in one) story.wait(one.wait).do({ do: 'wake' });
    else if ('life' in one) life = one.life;
    else story.do(newest(one.command, story));
    offerAll(story, risk);
    const request = underWay(story.incident);
    if (request === null) continue;
    const { request: id } = request;
    for (const { effect } of pending(story.incident)) {
      if (effect === 'prepare') story.do({ do: 'prepared', request: id, executor: life, epoch: 1, plan, before: [] });
      if (effect === 'act' && request.started !== null) {
        const outcome = request.started.executor === life ? outcomes[acts++ % outcomes.length] : 'lost';
        if (outcome === 'lost') story.do({ do: 'lost', request: id, why: ['gone'], find: 'look' });
        else story.do({ do: 'acted', request: id, result: outcome ?? 'done', says: ['so'], attachments: [] });
      }
      if (effect === 'verify')
        story.do({ do: 'verified', request: id, how: 'did_not_help', says: ['still ill'], compared: [] });
    }
  }
  return story;
}

const lives = fc.tuple(
  fc.constantFrom(...RISKS),
  fc.array(step, { minLength: 12, maxLength: 40 }),
  fc.array(fc.constantFrom('done' as const, 'failed' as const, 'lost' as const), { minLength: 1, maxLength: 4 }),
);

const of = <Type extends Event['type']>(events: readonly Event[], type: Type): Extract<Event, { type: Type }>[] =>
  events.filter((event): event is Extract<Event, { type: Type }> => event.type === type);

describe('whatever people press and whenever processes die', () => {
  test('nothing starts without the yeses its risk demands, from different people who may, its requester not among them', () => {
    let starts = 0;
    fc.assert(
      fc.property(lives, ([risk, steps, outcomes]) => {
        const { events } = live(risk, steps, outcomes);
        for (const started of of(events, 'remedy.started')) {
          starts += 1;
          const before = events.slice(0, events.indexOf(started));
          const { request } = started.payload;
          const asked = of(before, 'remedy.requested').find(({ payload }) => payload.request === request);
          const yeses = of(before, 'remedy.approved').filter(({ payload }) => payload.request === request);
          const people = new Set(yeses.map(({ actor }) => actor));
          const { approvals, others } = NEEDS[risk];
          expect(people.size).toBeGreaterThanOrEqual(approvals);
          expect([...people].every((one) => APPROVERS.includes(one))).toBe(true);
          if (others) expect(people.has(asked?.actor ?? '')).toBe(false);
          const inTime = yeses.every(({ at }) => at < (asked?.payload.lapsesAt ?? ''));
          expect(inTime).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    // Otherwise nothing was looked at.
    expect(starts).toBeGreaterThan(50);
  });

  test('a request starts at most once, ends at most once, and nothing starts while another is under way', () => {
    fc.assert(
      fc.property(lives, ([risk, steps, outcomes]) => {
        const { events } = live(risk, steps, outcomes);
        let open: number | null = null;
        const seen = { started: new Set<number>(), ended: new Set<number>() };
        for (const event of events) {
          if (event.type === 'remedy.requested') {
            expect(open).toBeNull();
            open = event.payload.request;
          }
          if (event.type === 'remedy.started') {
            expect(open).toBe(event.payload.request);
            expect(seen.started.has(event.payload.request)).toBe(false);
            seen.started.add(event.payload.request);
          }
          if (event.type === 'remedy.ended') {
            expect(seen.ended.has(event.payload.request)).toBe(false);
            seen.ended.add(event.payload.request);
            open = null;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a remedy is begun no more often than its attempts, what did not happen left out; then people are called, once', () => {
    fc.assert(
      fc.property(lives, ([risk, steps, outcomes]) => {
        const story = live(risk, steps, outcomes);
        const tries = story.incident.remedies.requests.filter(
          ({ offer, started, ended }) => offer.remedy === 'mend' && started !== null && ended?.how !== 'did_not_happen',
        );
        expect(tries.length).toBeLessThanOrEqual(2);
        expect(story.incident.escalations.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });

  test('what is under way always waits for something: an effect, a person, or time', () => {
    fc.assert(
      fc.property(lives, ([risk, steps, outcomes]) => {
        const { incident } = live(risk, steps, outcomes);
        const request = underWay(incident);
        if (request === null) return;
        const waits = request.approvedAt === null ? wakeAt(incident) !== null : pending(incident).length > 0;
        expect(waits).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('the state is the same when it is folded anew from what the log holds', () => {
    fc.assert(
      fc.property(lives, ([risk, steps, outcomes]) => {
        const { id, events, incident } = live(risk, steps, outcomes);
        const logged = events.map(({ payload, ...event }) => {
          const body = JSON.parse(JSON.stringify(payload)) as object;
          return fromLog({ ...event, version: EVENT_VERSIONS[event.type], payload: body });
        });
        expect(fold(id, logged)).toEqual(incident);
      }),
      { numRuns: 100 },
    );
  });
});
