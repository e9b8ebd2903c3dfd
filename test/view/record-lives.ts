import fc from 'fast-check';
import type { Command } from '../../src/incident/command.js';
import { ROLES } from '../../src/incident/roles.js';
import { FOLLOW_UPS, Recording, SUMMARY } from './recording.js';

const person = fc.constantFrom('slack:UADA', 'slack:USAM', 'terminal:ada');
// What people write stands as they wrote it; the manners are those of our own words.
const written = fc.string({ maxLength: 40 }).map((said) => said.replaceAll('*', 'x'));
const words = fc.oneof(written, fc.constant('very much was said about it. '.repeat(12)));
const task = fc.constantFrom('data', 'monitoring', 'post_mortem', 'runbook', 'follow_up_1', 'follow_up_2');
const drafted = fc.constantFrom('post_mortem' as const, 'runbook' as const);
const file = { title: 'A draft', hash: 'hash', encoding: 'utf8', alt: null } as const;

/** What people, time and the reports bring about, in any order. */
const record: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('give_role' as const), by: person, role: fc.constantFrom(...ROLES), to: person }),
  fc.record({
    do: fc.constant('set_severity' as const),
    by: person,
    severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
  }),
  fc.record({ do: fc.constant('escalate' as const), by: person, reason: words }),
  fc.record({ do: fc.constant('snooze' as const), by: person, minutes: fc.constantFrom(20, 60) }),
  fc.record({
    ...{ do: fc.constant('note' as const), by: person, says: words },
    ...{ private: fc.boolean(), source: fc.constant(null) },
  }),
  fc.record({ do: fc.constant('reopen' as const), by: person, reason: words }),
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('close' as const), by: person, how: fc.constant('resolved' as const), reason: words },
      told: fc.record({ impact: words, cause: words, followUps: fc.constantFrom(FOLLOW_UPS, []) }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ report: fc.constantFrom(1, 1, 2), summary: fc.constantFrom(SUMMARY, []) })
      .map(({ report, summary }): Command => ({
        do: 'reported',
        samples: [],
        report: {
          ...{ report, summary, upTo: 9, head: '9f3c07e1aa', trouble: null, names: {} },
          ...{ document: { ...file, name: `report-${report}.md` }, pictures: [] },
        },
      })),
  },
  fc.record({ do: fc.constant('tick' as const), by: person, task, done: fc.boolean() }),
  fc.record({ do: fc.constant('check_data' as const), by: person }),
  fc.record({
    do: fc.constant('data_checked' as const),
    holds: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
    says: words.map((one) => [one]),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('draft' as const), by: person, task: drafted }) },
  fc.record({ task: drafted, says: words }).map(({ task: of, says }): Command => ({
    ...{ do: 'drafted', task: of, says: [says] },
    file: { ...file, name: `${of}.txt` },
  })),
  { weight: 2, arbitrary: fc.constant({ do: 'wake' as const }) },
);

const BEGINNINGS = {
  alerted: (drill: boolean) => new Recording().alerted({ drill }),
  broken: (drill: boolean) => new Recording().broken('memory', { drill }),
  mended: (drill: boolean) => new Recording().broken('memory', { drill }).mended(),
  ended: (drill: boolean) => new Recording().broken('memory', { drill }).mended().watchedClean().resolve(),
} as const;

/** `from`: how far it was when they began. */
export const recordSteps = fc.record({
  from: fc.constantFrom('alerted' as const, 'broken' as const, 'mended' as const, 'ended' as const),
  drill: fc.boolean(),
  steps: fc.array(fc.record({ command: record, wait: fc.constantFrom(1, 30, 601, 1_200) }), { maxLength: 25 }),
});
type RecordSteps = typeof recordSteps extends fc.Arbitrary<infer Value> ? Value : never;

/** Lives a life of these steps; `seen` is called after each. */
export function liveRecorded({ from, drill, steps }: RecordSteps, seen: (story: Recording) => void): void {
  const story = BEGINNINGS[from](drill);
  seen(story);
  for (const { command, wait } of steps) {
    story.wait(wait).do(command);
    seen(story);
  }
}
