import fc from 'fast-check';
import type { Command } from '../../src/incident/command.js';
import { makeAnswer, Story } from '../builders.js';
import { blind, healthy, killed, sample, sayings, second, twoDown } from '../sample.js';

const person = fc.constantFrom('slack:UADA', 'slack:USAM', 'terminal:ada');
const channel = fc.constantFrom('C1', 'C2', null);
const checks = [...sample.checks, ...second.checks].map(({ id }) => id);

/** Answers as the checks of both runbooks would give them. */
const answers = fc
  .record({
    check: fc.constantFrom(...checks),
    from: fc.constantFrom(healthy, killed, blind, twoDown),
    ok: fc.boolean(),
  })
  .map(({ check, from, ok }) => ({
    check,
    answer: makeAnswer(from[check] ?? { ok }, { says: sayings[check] ?? ['x'] }),
  }));

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('open' as const), by: person, channel, drill: fc.boolean() }),
  fc.record({ do: fc.constant('diagnose' as const), by: person }),
  fc.record({
    do: fc.constant('close' as const),
    by: person,
    how: fc.constantFrom('cancelled' as const, 'false_alarm' as const),
    reason: fc.string(),
  }),
  {
    weight: 12,
    arbitrary: fc
      .tuple(answers, fc.integer({ min: 1, max: 4 }))
      .map(([given, run]) => ({ do: 'answer' as const, run, ...given })),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'wake' as const }) },
  fc.record({
    do: fc.constant('plan_message' as const),
    slot: fc.constantFrom('card', 'evidence-1'),
    channel: fc.constant('C1'),
  }),
  fc.record({
    do: fc.constant('message_posted' as const),
    slot: fc.constantFrom('card', 'evidence-1'),
    channel: fc.constant('C1'),
    ts: fc.constant('17.1'),
  }),
  fc.record({
    do: fc.constant('message_lost' as const),
    slot: fc.constant('card'),
    reason: fc.string(),
    home: channel,
  }),
);

export const steps = fc.array(
  fc.record({ command: commands, wait: fc.constantFrom(0, 0, 0, 1, 11), other: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 40,
  },
);
type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

/** Lives a life of these steps; `seen` is called after each. */
export function live(list: Steps, seen: (story: Story) => void = () => undefined): Story {
  const story = new Story([sample, second]);
  for (const { command, wait, other } of list) {
    story.wait(wait).do(command, other ? second : sample);
    seen(story);
  }
  return story;
}
