import fc from 'fast-check';
import type { Command } from '../../src/incident/command.js';
import type { Source } from '../../src/incident/record.js';
import { DRAFTED, TASKS } from '../../src/incident/record.js';
import { ROLES } from '../../src/incident/roles.js';
import type { Response } from '../../src/runbook/response.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { makeAnswers, Story } from '../builders.js';
import { healthy, killed, sample } from '../sample.js';

const MINUTE = 60_000;

/** Two minutes to acknowledge, five to resolve, level 2 after fifteen and level 3 after thirty. */
export const response: Response = {
  page: true,
  targets: { acknowledge: 2 * MINUTE, resolve: 5 * MINUTE },
  onCall: 'on-call',
  levels: [
    { level: 2, after: 15 * MINUTE, to: 'senior-oncall' },
    { level: 3, after: 30 * MINUTE, to: 'engineering-lead' },
  ],
  unknownCause: null,
  updates: 20 * MINUTE,
  impact: { users: 'nobody can log in', business: null, endpoints: null, sla: null },
  links: [],
};

/** The sample runbook, which says who is to be called when. */
export const called: Runbook = { ...sample, response };

/** A runbook of this response. */
export function answering(over: Partial<Response>): Runbook {
  return { ...sample, response: { ...response, ...over } };
}

/** An incident that an alert opened. */
export function alerted(runbook: Runbook = called): Story {
  return new Story([runbook]).open({ by: 'alert:APIDown' });
}

/** An incident that Ada opened. */
export function opened(runbook: Runbook = called): Story {
  return new Story([runbook]).open();
}

/** Lets time pass and wakes it; the types of what that brought. */
export function wake(story: Story, minutes: number): string[] {
  const decided = story.wait(minutes * 60).do({ do: 'wake' });
  return 'refusal' in decided ? [] : decided.map(({ type }) => type);
}

/** Every answer of a bad day. */
export const down = makeAnswers(killed);
/** Every answer of a good day. */
export const up = makeAnswers(healthy);

export function source(ts: string): Source {
  return { channel: 'C1', ts, author: 'slack:UKIM', at: '2025-12-04T03:01:00.000Z', link: null };
}

const by = fc.constantFrom('slack:UADA', 'slack:USAM');
const ts = fc.constantFrom('1.1', '2.2', '3.3');

/** What people may wish for about the record. */
export const wishes: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('acknowledge' as const), by }),
  fc.record({
    do: fc.constant('set_severity' as const),
    by,
    severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
  }),
  fc.record({
    do: fc.constant('give_role' as const),
    by,
    role: fc.constantFrom(...ROLES),
    to: fc.constantFrom('slack:UADA', 'slack:USAM', 'slack:UKIM'),
  }),
  fc.record({ do: fc.constant('escalate' as const), by, reason: fc.string() }),
  fc.record({ do: fc.constant('snooze' as const), by, minutes: fc.integer({ min: 1, max: 120 }) }),
  fc.record({
    do: fc.constant('note' as const),
    by,
    says: fc.string({ minLength: 1 }),
    private: fc.boolean(),
    source: fc.constantFrom(null, source('1.1')),
  }),
  fc.record({ do: fc.constant('pin' as const), by, source: ts.map(source), says: fc.string() }),
  fc.record({ do: fc.constant('unpin' as const), by, channel: fc.constant('C1'), ts }),
  fc.record({
    do: fc.constant('close' as const),
    by,
    how: fc.constantFrom('resolved' as const, 'cancelled' as const),
    reason: fc.string(),
    told: fc.constant({ impact: '', cause: '', followUps: [{ what: 'bug', owner: null, due: null }] }),
  }),
  fc.record({ do: fc.constant('reopen' as const), by, reason: fc.string() }),
  fc.record({
    do: fc.constant('tick' as const),
    by,
    task: fc.constantFrom(...TASKS, 'follow_up_1', 'follow_up_9'),
    done: fc.boolean(),
  }),
  fc.record({ do: fc.constant('check_data' as const), by }),
  fc.record({
    do: fc.constant('data_checked' as const),
    holds: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
    says: fc.constant(['rows: 12']),
  }),
  fc.record({ do: fc.constant('draft' as const), by, task: fc.constantFrom(...DRAFTED) }),
  fc.record({
    do: fc.constant('drafted' as const),
    task: fc.constantFrom(...DRAFTED),
    says: fc.constant(['written']),
    file: fc.constant(null),
  }),
  fc.integer({ min: 1, max: 3 }).map((number): Command => ({
    do: 'reported',
    samples: [],
    report: {
      ...{ report: number, upTo: 1, head: 'ab', summary: [], document: null, pictures: [] },
      ...{ trouble: null, names: {} },
    },
  })),
  fc.record({
    do: fc.constant('alert' as const),
    by: fc.constant('alert:APIDown'),
    channel: fc.constant('C1'),
    state: fc.constantFrom('firing' as const, 'resolved' as const),
    says: fc.string(),
  }),
  { weight: 4, arbitrary: fc.constant({ do: 'wake' as const }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...sample.checks.map(({ id }) => id)), fc.constantFrom(down, up))
      .map(([check, from]): Command => {
        const answer = from[check];
        return answer === undefined ? { do: 'wake' } : { do: 'answer', run: 1, check, answer };
      }),
  },
);

/** A life of wishes, minutes apart; `seen` is called after each. */
export function record(
  steps: readonly { readonly command: Command; readonly minutes: number }[],
  alert: boolean,
  seen: (story: Story) => void = () => undefined,
): Story {
  const story = alert ? alerted() : opened();
  for (const { command, minutes } of steps) {
    story.wait(minutes * 60).do(command);
    seen(story);
  }
  return story;
}

export const recordSteps = fc.array(fc.record({ command: wishes, minutes: fc.constantFrom(0, 0, 1, 7, 16, 45) }), {
  maxLength: 40,
});
