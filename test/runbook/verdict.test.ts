import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameVerdict, verdictOf, type Verdict } from '../../src/runbook/verdict.js';
import { blind, facts, healthy, killed, sample, sayings, twoDown, type FactsByCheck } from '../sample.js';
import { makeRunbook } from '../builders.js';
import { complete, completed, partial, runbooks } from './arbitrary.js';

function verdict(known: FactsByCheck): Verdict {
  const found = verdictOf(sample, known, sayings);
  if (found === null) throw new Error('no verdict although everything is known');
  return found;
}
const words = ({ evidence }: Verdict): string[] =>
  evidence.map(
    ({ says, vantage }) =>
      `${says.map((part) => (typeof part === 'string' ? part : Object.values(part)[0])).join('')} (${vantage})`,
  );
const without = (known: FactsByCheck, ...checks: string[]): FactsByCheck =>
  Object.fromEntries(Object.entries(known).filter(([check]) => !checks.includes(check)));

describe('a verdict with a cause', () => {
  test('names it, gives its advice, and what was ruled out', () => {
    expect(verdict(killed)).toMatchObject({
      outcome: 'container_down',
      state: 'down',
      kind: 'problem',
      named: [{ id: 'out_of_memory', score: 8 }],
      candidates: [],
      ruledOut: ['stopped by hand', 'database down', 'Redis down'],
      unknown: [],
      next: 'raise its memory limit, then `docker compose up -d api`.',
    });
  });

  test('shows its two heaviest symptoms, and what users feel', () => {
    expect(words(verdict(killed))).toEqual([
      'killed by the kernel for memory at 2025-12-04T03:04:11.000Z, exit 137 (Docker)',
      'its log says MemoryError (Docker)',
      'Health endpoint: connection refused (bot)',
    ]);
  });

  test('shows one symptom each where several are named', () => {
    expect(verdict(twoDown).named.map(({ id }) => id)).toEqual(['database_down', 'redis_down']);
    expect(words(verdict(twoDown))).toEqual([
      'PostgreSQL gives no login (refused) (bot)',
      'Redis takes no connection (bot)',
      'Health endpoint: connection refused (bot)',
    ]);
  });

  test('gives the advice of the first where several are named', () => {
    expect(verdict(twoDown).next).toBe('start PostgreSQL.');
  });
});

describe('a verdict without a cause', () => {
  const hangs = facts({ health: { ok: false, error: 'timeout' } });

  test('gives the advice and shows the checks of its outcome', () => {
    expect(verdict(hangs)).toMatchObject({ outcome: 'hangs', named: [], candidates: [], next: 'restart it.' });
    expect(words(verdict(hangs))[0]).toBe('Health endpoint: connection refused (bot)');
    expect(words(verdict(hangs))[1]).toMatch(/^Container: .* \(Docker\)$/);
  });

  test('shows the evidence of the first candidate', () => {
    const log = { out_of_memory: [{ at: null, text: 'Killed' }] };
    const maybe = verdict(facts({ health: { ok: false }, container: { running: false }, log }));
    expect(maybe.candidates).toEqual([expect.objectContaining({ id: 'out_of_memory', score: 2 })]);
    expect(words(maybe)[0]).toBe('its log says Killed (Docker)');
  });

  test('shows nothing of a check that said nothing', () => {
    expect(verdictOf(sample, hangs, {})?.evidence).toEqual([]);
  });
});

describe('what is unknown', () => {
  test('stands together where the reason is the same', () => {
    expect(verdict(blind).unknown).toEqual([{ checks: ['Container', 'Log'], reason: 'Docker gave no answer in 5 s' }]);
  });

  test('stands apart where the reasons differ', () => {
    const log = { out_of_memory: { unknown: 'there is no container' } };
    expect(verdict({ ...blind, log }).unknown).toEqual([
      { checks: ['Container'], reason: 'Docker gave no answer in 5 s' },
      { checks: ['Log'], reason: 'there is no container' },
    ]);
  });

  test('is not listed where nobody asked for it', () => {
    expect(verdict(facts({ container: { exit_code: { unknown: 'not read' } } })).unknown).toEqual([]);
  });

  test('takes its own branch, and says so in the path', () => {
    expect(verdict(blind)).toMatchObject({ outcome: 'docker_silent', kind: 'blind', named: [] });
    expect(verdict(blind).path.at(-1)).toEqual({ ask: 'Is the container running?', answer: 'unknown' });
  });

  test('ends in could not tell where no branch is made for it', () => {
    const database = { ok: { unknown: 'not looked' }, error: { unknown: 'not looked' } };
    const undecided = verdict(facts({ health: { ok: false }, database }));
    expect(undecided).toMatchObject({ outcome: 'could_not_tell', kind: 'blind', state: 'unchecked' });
    expect(undecided.unknown).toEqual([{ checks: ['PostgreSQL'], reason: 'not looked' }]);
  });
});

describe('a false alarm', () => {
  test('looks for no cause', () => {
    const odd = verdict(facts({ database: { ok: false, error: 'refused' } }));
    expect(odd).toMatchObject({ outcome: 'false_alarm', named: [], candidates: [], ruledOut: [] });
  });

  test('is not given where its own condition fails or is unknown', () => {
    for (const running of [false, { unknown: 'Docker is silent' }]) {
      expect(verdict(facts({ container: { running } })).outcome).toBe('could_not_tell');
    }
  });
});

describe('a verdict before everything is known', () => {
  test('is given once further answers cannot change it', () => {
    expect(verdictOf(sample, without(healthy, 'log', 'database', 'cache'), sayings)?.outcome).toBe('false_alarm');
    expect(verdictOf(sample, without(killed, 'log'), sayings)?.named[0]?.id).toBe('out_of_memory');
    expect(verdictOf(sample, without(killed, 'container'), sayings)).toBeNull();
    expect(verdictOf(sample, {}, sayings)).toBeNull();
  });

  test('waits for an independent cause that may come first', () => {
    expect(verdictOf(sample, without(twoDown, 'cache'), sayings)).toBeNull();
  });
});

describe('two verdicts', () => {
  test('are the same when people would do the same', () => {
    const one = verdict(killed);
    expect(sameVerdict(one, { ...one, evidence: [], candidates: [], unknown: [] })).toBe(true);
    expect(sameVerdict(one, { ...one, named: [] })).toBe(false);
    expect(sameVerdict(one, { ...one, state: 'up' })).toBe(false);
    expect(sameVerdict(one, verdict(blind))).toBe(false);
  });
});

describe('property: any runbook', () => {
  test('a verdict given early names the same outcome, state, causes and remedies as the one at the end', () => {
    fc.assert(
      fc.property(runbooks, partial, complete, (runbook, early, later) => {
        const before = verdictOf(runbook, early, {});
        const finally_ = verdictOf(runbook, completed(early, later), {});
        if (finally_ === null) throw new Error('everything is known and there is no verdict');
        if (before !== null) {
          expect(sameVerdict(before, finally_)).toBe(true);
          expect(finally_.next).toBe(before.next);
          expect(finally_.remedies).toEqual(before.remedies);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a verdict is plain data: it survives being written as JSON', () => {
    fc.assert(
      fc.property(runbooks, complete, (runbook, all) => {
        const found = verdictOf(runbook, all, { p: ['said'] });
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
    );
  });

  test('a false alarm names no cause', () => {
    fc.assert(
      fc.property(runbooks, complete, (runbook, all) => {
        const found = verdictOf(runbook, all, {});
        if (found?.kind === 'false_alarm') expect([found.named, found.candidates]).toEqual([[], []]);
      }),
    );
  });

  test('what is called unknown was recorded as unknown', () => {
    fc.assert(
      fc.property(runbooks, partial, (runbook, known) => {
        const reasons = Object.values(known).flatMap((one) => Object.values(one ?? {}));
        const recorded = reasons.some((value) => typeof value === 'object');
        if (!recorded) expect(verdictOf(runbook, known, {})?.unknown ?? []).toEqual([]);
      }),
    );
  });
});

describe('while it is still starting', () => {
  const starting = makeRunbook(`
checks:
  container: { type: docker, has: { starting: bool, crashes: bool } }
  database: { type: bot, has: { ok: bool } }
tree: [{ ask: Is it starting?, when: container.starting, yes: starting, no: down }]
outcomes:
  starting: { title: still starting, state: down, kind: wait, next: wait. }
  down: { title: down, state: down, next: act. }
causes:
  crash: { title: crashed, next: mend., symptoms: [{ when: container.crashes, weight: 6 }] }
  database: { title: database down, next: start it., independent: true, symptoms: [{ when: '!database.ok', weight: 6 }] }
`);
  const seen = (container: { starting: boolean; crashes: boolean }, ok = true): string[] | undefined =>
    verdictOf(starting, { container, database: { ok } }, {})?.named.map(({ id }) => id);

  test('nothing of its own is blamed, only what breaks beside it', () => {
    expect(seen({ starting: false, crashes: true })).toEqual(['crash']);
    expect(seen({ starting: true, crashes: true })).toEqual([]);
    expect(seen({ starting: true, crashes: true }, false)).toEqual(['database']);
    expect(seen({ starting: false, crashes: true }, false)?.toSorted()).toEqual(['crash', 'database']);
  });
});

describe('what is unknown', () => {
  const runbook = makeRunbook(`
checks:
  front: { type: bot, title: Front, has: { ok: bool } }
  log: { type: docker, title: Log, has: { bad: bool, odd: bool } }
tree: [{ ask: Does it answer?, when: front.ok, yes: fine, no: down }]
outcomes: { fine: { title: fine, state: up, next: rest. }, down: { title: down, state: down, next: act. } }
causes:
  strong: { title: strong, next: mend., symptoms: [{ when: '!front.ok', weight: 9 }] }
  rival: { title: rival, next: mend., symptoms: [{ when: log.bad, weight: 4 }] }
  weak: { title: weak, next: mend., symptoms: [{ when: log.odd, weight: 2 }] }
`);
  const unknown = (log: Record<string, boolean | { unknown: string }>): readonly unknown[] | undefined =>
    verdictOf(runbook, { front: { ok: false }, log }, {})?.unknown;
  const gap = { unknown: 'the log is gone' };

  test('is told where it could name a cause', () => {
    expect(unknown({ bad: gap, odd: false })).toEqual([{ checks: ['Log'], reason: 'the log is gone' }]);
  });

  test('is not told where it could change nothing', () => {
    expect(unknown({ bad: false, odd: gap })).toEqual([]);
  });
});
