import { describe, expect, test } from '@jest/globals';
import { readRunbook, type Surroundings } from '../../src/runbook/read.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { surroundings } from '../builders.js';
import { changed, GOOD, problems, REMEDIED } from './good.js';

/** Everything a runbook can say about people, data and the time after. */
const FULL = `${REMEDIED.replace('escalation:\n', 'escalation:\n  - { after: 15m, to: senior-oncall }\n  - { after: 1h, to: approvers }\n  - { cause: unknown, to: approvers }\n')}page: true
targets: { acknowledge: 2m, resolve: 5m }
updates: 10m
impact: { users: '\${service} fails', endpoints: '/v1/*' }
links: [{ title: Health, url: '\${service.health}' }]
integrity: { that: rows.ok && health.ok }
prevention:
  - when: This week
    measures: [Write a test, Set a limit]
  - { when: This quarter, measures: [Buy a second one] }
`;

const wrong = (right: string, written: string): string[] => changed(right, written, FULL);

function read(source: string, over: Partial<Surroundings> = {}): Runbook {
  const result = readRunbook('runbooks/api-down.yml', source, { ...surroundings, ...over });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.runbook;
}

describe('who is called when', () => {
  test('is read with levels in the order of time, and its places filled', () => {
    const { response, escalation } = read(FULL, { onCall: 'approvers' });
    expect(response).toEqual({
      page: true,
      targets: { acknowledge: 120_000, resolve: 300_000 },
      onCall: 'approvers',
      levels: [
        { level: 2, after: 900_000, to: 'senior-oncall' },
        { level: 3, after: 3_600_000, to: 'approvers' },
      ],
      unknownCause: 'approvers',
      updates: 600_000,
      impact: { users: 'api fails', business: null, endpoints: '/v1/*', sla: null },
      links: [{ title: 'Health', url: 'http://api.test/health' }],
    });
    expect(escalation).toEqual([{ spent: 'mend', to: 'senior-oncall' }]);
  });

  test('is nobody where the runbook names nobody', () => {
    expect(read(GOOD).response).toEqual({
      ...{ page: false, targets: null, onCall: null, levels: [], unknownCause: null },
      ...{ updates: null, impact: null, links: [] },
    });
  });

  test.each([
    [
      '- { after: 15m, to: senior-oncall }',
      '- { to: senior-oncall }',
      '46:5 escalation[0]: must say when: after: 15m, spent: a remedy, or cause: unknown',
    ],
    [
      '- { after: 15m, to: senior-oncall }',
      '- { after: 15m, cause: unknown, to: senior-oncall }',
      '46:5 escalation[0]: says after and cause; make each an entry of its own',
    ],
    ['after: 15m', 'after: 1h', '47:7 escalation[1].after: must be later than 1 h, the time before it'],
    ['after: 15m', 'after: 2h', '47:7 escalation[1].after: must be later than 2 h, the time before it'],
    [
      'after: 1h, to: approvers',
      'after: 1h, to: senior-oncall',
      '47:18 escalation[1].to: "senior-oncall" is called earlier already; nobody is called twice',
    ],
    [
      '- { cause: unknown, to: approvers }',
      '- { cause: unknown, to: approvers }\n  - { cause: unknown, to: senior-oncall }',
      '49:7 escalation[3].cause: stands here a second time; one party is called for it',
    ],
    ['cause: unknown', 'cause: leak', '48:7 escalation[2].cause: must be unknown'],
    [
      'cause: unknown, to: approvers',
      'cause: unknown, to: aprovers',
      '48:23 escalation[2].to: config.yml has nobody called "aprovers" under people; did you mean "approvers"? It has approvers, senior-oncall',
    ],
    ['after: 15m', 'after: 8d', '46:7 escalation[0].after: the duration must be between 1s and 7d'],
    ['updates: 10m', 'updates: 2s', '53:1 updates: the duration must be between 10s and 1d'],
    ['resolve: 5m', 'resolve: 1m', '52:29 targets.resolve: must not be sooner than acknowledge'],
  ])('%j, written %j', (right, written, expected) => {
    expect(wrong(right, written)).toEqual([expected]);
  });
});

describe('whether the data is right', () => {
  test('may be seen by checks that only verification asks, which are shown unless told otherwise', () => {
    const { integrity } = read(FULL);
    expect(integrity?.that.source).toBe('rows.ok && health.ok');
    expect(integrity?.show).toEqual(['rows', 'health']);
    expect(read(FULL.replace('rows.ok && health.ok }\nprev', 'rows.ok, show: [rows] }\nprev')).integrity?.show).toEqual(
      ['rows'],
    );
    expect(read(GOOD).integrity).toBeNull();
  });

  test('is reason enough for such a check', () => {
    const check = 'checks:\n  spare: { type: bot, has: { ok: bool }, only: verify }\n';
    const spare = GOOD.replace('checks:\n', check);
    expect(problems(`${spare}integrity: { that: spare.ok }\n`)).toEqual([]);
    expect(problems(spare)).toEqual([
      'runbooks/api-down.yml:9:3 checks.spare: is never asked: only: verify, and neither a remedy nor integrity: looks at it',
    ]);
  });

  test.each([
    ['that: rows.ok && health.ok }\np', "that: 'true' }\np", 'integrity.that: speaks of no check'],
    ['that: rows.ok && health.ok }\np', 'that: rows.fine }\np', 'integrity.that: rows has no fact "fine"'],
    ['health.ok }\np', 'health.ok, show: [row] }\np', 'integrity.show[0]: no check is called "row"'],
    ['health.ok }\np', 'health.ok, show: [] }\np', 'integrity.show: names at least one check'],
    ['{ that: rows.ok && health.ok }\np', '{ show: [rows] }\np', 'integrity.that: is missing'],
  ])('%j, written %j', (right, written, expected) => {
    expect(wrong(right, written)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('what would keep it from happening again', () => {
  test('is kept as its authors wrote it', () => {
    expect(read(FULL).prevention).toEqual([
      { when: 'This week', measures: ['Write a test', 'Set a limit'] },
      { when: 'This quarter', measures: ['Buy a second one'] },
    ]);
    expect(read(GOOD).prevention).toEqual([]);
  });

  test.each([
    [
      'when: This quarter',
      'when: This week',
      'prevention[1].when: "This week" stands here a second time; put its measures together',
    ],
    ['[Buy a second one]', '[]', 'prevention[1].measures: names at least one measure'],
    ['when: This quarter', 'by: This quarter', 'prevention[1].by: is not a known key'],
  ])('%j, written %j', (right, written, expected) => {
    expect(wrong(right, written)).toContainEqual(expect.stringContaining(expected));
  });
});
