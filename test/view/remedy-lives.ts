import fc from 'fast-check';
import type { Command } from '../../src/incident/command.js';
import { makeAnswers } from '../builders.js';
import { BEFORE, ILL, Mending, offering, PLANS, POLICIES, WELL, type Offering } from './mending.js';

const person = fc.constantFrom('slack:UADA', 'slack:USAM', 'slack:UKIM', 'terminal:ada');
const number = fc.integer({ min: 1, max: 4 });
const words = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 40 }),
  fc.constant('very much was said about it. '.repeat(12)),
);
const says = words.map((one) => (one === '' ? [] : [one]));
const may = fc.boolean();

const offer: fc.Arbitrary<Offering> = fc
  .record({
    remedy: fc.constantFrom('restart' as const, 'raise_memory' as const, 'hard_restart' as const),
    policy: fc.constantFrom(...Object.values(POLICIES)),
    attempt: fc.integer({ min: 0, max: 2 }),
    long: fc.boolean(),
  })
  .map(({ remedy, policy, attempt, long }) => {
    const plan = PLANS[remedy];
    const longest = {
      title: 'raise the memory limit of the container to four gibibytes!'.replace('!', 's'),
      label: 'Raise the memory limits',
      does: ['x'.repeat(400)],
    };
    return offering(remedy, { policy, attempt, plan: long ? { ...plan, ...longest } : plan });
  });

const people: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('request' as const), by: person, offer: number, may }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('approve' as const), by: person, request: number, may: fc.constant(true) }),
  },
  fc.record({ do: fc.constant('deny' as const), by: person, request: number, reason: words, may }),
  fc.record({ do: fc.constant('withdraw' as const), by: person, request: number }),
  fc.record({
    do: fc.constant('break_glass' as const),
    by: person,
    offer: number,
    request: fc.constant(null),
    reason: words,
    may: fc.constant(true),
  }),
  fc.record({ do: fc.constant('settle' as const), by: person, request: number, happened: fc.boolean() }),
  fc.record({ do: fc.constant('diagnose' as const), by: person }),
);

const work: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: number.map((request): Command => ({
      do: 'prepared',
      request,
      executor: 'one',
      epoch: 1,
      plan: PLANS.restart,
      before: [BEFORE],
    })),
  },
  fc.record({
    do: fc.constant('not_prepared' as const),
    request: number,
    how: fc.constantFrom('void' as const, 'not_needed' as const, 'not_looked' as const, 'busy' as const),
    says,
  }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('step' as const), request: number, executor: fc.constant('one'), says }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('acted' as const),
      request: number,
      result: fc.constantFrom('done' as const, 'failed' as const),
      says,
      attachments: fc.constantFrom([], [{ title: 'Log', name: 'api.log', hash: 'hash', lines: 12 }]),
    }),
  },
  fc.record({ do: fc.constant('lost' as const), request: number, why: says, find: fc.option(words) }),
  fc.record({ do: fc.constant('found_out' as const), request: number, happened: fc.boolean(), says }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('verified' as const),
      request: number,
      how: fc.constantFrom('verified' as const, 'did_not_help' as const, 'not_verified' as const),
      says,
      compared: fc.constantFrom([WELL], [ILL, WELL], []),
    }),
  },
  fc.record({
    do: fc.constant('watched' as const),
    request: number,
    how: fc.constantFrom('clean' as const, 'relapsed' as const),
    says,
  }),
  fc.constant({ do: 'wake' as const }),
  fc.record({
    do: fc.constant('plan_message' as const),
    slot: fc.constantFrom('card', 'unknown-1', 'unknown-2'),
    channel: fc.constant('C1'),
  }),
  fc.record({
    do: fc.constant('close' as const),
    by: person,
    how: fc.constantFrom('cancelled' as const, 'resolved' as const),
    reason: words,
  }),
);

/** `offers`: what is planned whenever something is due. */
export const remedySteps = fc.record({
  cause: fc.constantFrom('memory' as const, 'unknown' as const),
  drill: fc.boolean(),
  steps: fc.array(
    fc.record({
      command: fc.oneof({ weight: 3, arbitrary: people }, { weight: 4, arbitrary: work }),
      offers: fc.array(offer, { maxLength: 2 }),
      off: fc.constantFrom(null, null, null, null, 'the bot only observes here'),
      wait: fc.constantFrom(0, 1, 30, 601),
    }),
    { maxLength: 30 },
  ),
});
type RemedySteps = typeof remedySteps extends fc.Arbitrary<infer Value> ? Value : never;

/** Lives a life of these steps; `seen` is called after each. */
export function liveWithRemedies({ cause, drill, steps }: RemedySteps, seen: (story: Mending) => void): void {
  const story = new Mending().broken(cause, { drill });
  seen(story);
  for (const { command, offers, off, wait } of steps) {
    story.wait(wait).do(command);
    const run = story.incident.runs.length;
    if (command.do === 'diagnose')
      story.answer(makeAnswers({ health: { ok: false }, container: { oom_killed: true, killed_at: null } }), run);
    story.offer(
      offers.map((one) => ({ ...one, run })),
      { off },
    );
    seen(story);
  }
}
