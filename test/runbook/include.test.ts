import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runCases } from '../../src/runbook/cases.js';
import { bundle, unbundle, type Shared } from '../../src/runbook/include.js';
import { formatProblem } from '../../src/runbook/problems.js';
import { readKept, readRunbook } from '../../src/runbook/read.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { surroundings } from '../builders.js';
import { GOOD } from './good.js';

const INCLUDING = GOOD.replace('checks:\n', 'include: [api]\nchecks:\n');
const SHARED = `checks:
  cache: { type: bot, has: { open: bool } }
causes:
  redis:
    title: Redis down
    independent: true
    next: start it.
    symptoms:
      - { when: '!cache.open', weight: 5 }
      - { when: health.ok, weight: -1 }
`;
const shared = (source = SHARED): Shared => ({ api: { file: 'runbooks/shared/api.yml', source } });

function problems(source: string, files: Shared): string[] {
  const read = readRunbook('runbooks/api-down.yml', source, surroundings, files);
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

function runbook(source = INCLUDING, files = shared()): Runbook {
  const read = readRunbook('runbooks/api-down.yml', source, surroundings, files);
  if ('problems' in read) throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.runbook;
}

describe('a runbook that includes a shared file', () => {
  test('has its checks and causes before its own, and conditions of either speak of both', () => {
    expect(runbook().checks.map(({ id }) => id)).toEqual(['cache', 'health']);
    expect(runbook().causes.map(({ id }) => id)).toEqual(['redis', 'leak']);
  });

  test('needs no checks of its own', () => {
    const own = INCLUDING.replace(/checks:\n.*\n/, '');
    const check = '  health: { type: bot, has: { ok: bool, n: int } }\n';
    expect(problems(own, shared(SHARED.replace('checks:\n', `checks:\n${check}`)))).toEqual([]);
    expect(problems(own.replace('include: [api]\n', ''), shared())).toEqual([
      'runbooks/api-down.yml:1:1 checks: a runbook asks at least one question',
    ]);
  });

  test('is told of a file that is not there, with the nearest that is', () => {
    expect(problems(INCLUDING.replace('[api]', '[apo]'), shared())).toEqual([
      expect.stringMatching(
        /^runbooks\/api-down\.yml:8:11 include\[0\]: there is no shared file "apo"; did you mean "api"\?/,
      ),
    ]);
  });

  test('is told of what is wrong in it, at its place there', () => {
    expect(problems(INCLUDING, shared(SHARED.replace('!cache.open', '!cache.opn')))).toEqual([
      expect.stringMatching(
        /^runbooks\/shared\/api\.yml:9:\d+ causes\.redis\.symptoms\[0\]\.when: cache has no fact "opn"; did you mean "open"\?/,
      ),
    ]);
    expect(problems(INCLUDING, shared(`${SHARED}tree: []\n`))).toEqual([
      expect.stringMatching(/^runbooks\/shared\/api\.yml:11:1 tree: is not a known key/),
    ]);
    expect(problems(INCLUDING, shared('checks: ['))).toEqual([expect.stringMatching(/^runbooks\/shared\/api\.yml:1:/)]);
    expect(problems(INCLUDING, shared(`${SHARED}# TODO\n`))).toEqual([
      expect.stringMatching(/^runbooks\/shared\/api\.yml:11:3 TODO is left in the text/),
    ]);
  });

  test('may not name what it includes a second time', () => {
    expect(
      problems(INCLUDING, shared(SHARED.replace('  cache:', '  health: { type: bot, has: {} }\n  cache:'))),
    ).toEqual([
      'runbooks/api-down.yml:10:3 checks.health: stands in runbooks/shared/api.yml too; take one out or rename it',
    ]);
    expect(problems(INCLUDING.replace('[api]', '[api, api]'), shared())).toContain(
      'runbooks/shared/api.yml:4:3 causes.redis: stands in runbooks/shared/api.yml too; take one out or rename it',
    );
  });
});

describe('remedies in a shared file', () => {
  const remedy = (id: string, more = ''): string =>
    `  ${id}: { type: mend, risk: low, only_if: '!cache.open', verify: { within: 30s, that: cache.open }${more} }\n`;
  const remedies = SHARED.replace('next: start it.', 'next: start it.\n    remedies: [start_it]');
  const files = (more = ''): Shared => shared(`${remedies}remedies:\n${remedy('start_it')}${more}`);

  test('stand before the own ones, and causes and rungs of either file name both', () => {
    const own = `${INCLUDING}    remedies: [start_it, again]\nremedies:\n${remedy('again', ', then: start_it')}`;
    expect(problems(own, files())).toEqual([]);
    expect(Object.keys(runbook(own, files()).remedies)).toEqual(['start_it', 'again']);
  });

  test('that this runbook does not offer may be for another one', () => {
    expect(problems(INCLUDING, files(remedy('spare')))).toEqual([]);
    expect(problems(`${INCLUDING}remedies:\n${remedy('spare')}`, files())).toEqual([
      'runbooks/api-down.yml:28:3 remedies.spare: is never offered: no outcome, no cause and no then: names it',
    ]);
  });

  test('are told of at their own place', () => {
    expect(problems(INCLUDING, files(remedy('start_once', ', then: start_at')))).toEqual([
      expect.stringMatching(
        /^runbooks\/shared\/api\.yml:14:\d+ remedies\.start_once\.then: no remedy is called "start_at"; did you mean/,
      ),
    ]);
    expect(problems(`${INCLUDING}remedies:\n${remedy('start_it')}`, files())).toEqual([
      'runbooks/api-down.yml:28:3 remedies.start_it: stands in runbooks/shared/api.yml too; take one out or rename it',
    ]);
  });
});

describe('what a run keeps', () => {
  test('is read again as it was, whatever became of the shared file', () => {
    const kept = runbook().source;
    const again = readKept('api-down.yml', kept, surroundings);
    if (!('runbook' in again)) throw new Error('it cannot be read');
    expect(again.runbook.causes.map(({ id }) => id)).toEqual(['redis', 'leak']);
    expect(again.runbook.source).toBe(kept);
  });

  test('of a runbook that includes nothing is its own text', () => {
    expect(runbook(GOOD).source).toBe(GOOD);
  });

  test('holds every file unchanged', () => {
    const line = fc.constantFrom('a: 1', '', '  - b', '# x', '-- -');
    const text = fc.array(line).map((lines) => lines.join('\n'));
    const name = fc.constantFrom('api', 'worker', 'db-2');
    fc.assert(
      fc.property(text, fc.dictionary(name, text), (own, parts) => {
        const files = Object.fromEntries(
          Object.entries(parts).map(([key, source]) => [key, { file: `${key}.yml`, source }]),
        );
        expect(unbundle(bundle(own, files))).toEqual({ source: own, shared: files });
      }),
    );
  });
});

describe('cases beside a shared file', () => {
  const own = `cases: [{ name: well, from: healthy, outcome: fine, path: [yes] }]`;
  const common = {
    file: 'runbooks/shared/api.cases.yml',
    source: `base: { healthy: { health: { ok: true }, cache: { open: true } } }
cases: [{ name: Redis is gone, from: healthy, facts: { cache: { open: false } }, named: [redis] }]
`,
  };
  const independent = SHARED.replace('when: health.ok, weight: -1', 'when: health.n > 3, weight: -1');

  test('lend their bases, and hold for every runbook whatever its tree says', () => {
    const report = runCases('api-down.cases.yml', own, runbook(INCLUDING, shared(independent)), [common]);
    expect(report.problems.map(formatProblem)).toEqual([]);
    expect(report.unreached).toEqual({ outcomes: ['down', 'could_not_tell'], causes: ['leak'], remedies: [] });
  });

  test('are told at their own place where they do not hold', () => {
    const report = runCases('api-down.cases.yml', own, runbook(), [
      { ...common, source: common.source.replace('named: [redis]', 'named: [leak]') },
    ]);
    expect(report.problems.map(formatProblem)).toEqual([
      expect.stringMatching(
        /^runbooks\/shared\/api\.cases\.yml:2:\d+ cases\[0\]\.named: "Redis is gone" names redis, not leak/,
      ),
    ]);
  });

  test('may not say where a tree ends', () => {
    const report = runCases('api-down.cases.yml', own, runbook(), [
      { ...common, source: common.source.replace('named:', 'outcome: down, named:') },
    ]);
    expect(report.problems.map(formatProblem)).toEqual([expect.stringMatching(/outcome: is not a known key/)]);
  });
});
