import { describe, expect, test } from '@jest/globals';
import { runCases } from '../../src/runbook/cases.js';
import { formatProblem } from '../../src/runbook/problems.js';
import { makeRunbook } from '../builders.js';
import { sample } from '../sample.js';

const BASE = `base:
  healthy:
    health: { ok: true }
    container: { running: true }
    database: { ok: true }
    cache: { open: true }
cases:
`;

function run(cases: string) {
  const { problems, unreached } = runCases('x.cases.yml', BASE + cases, sample);
  return { problems: problems.map(formatProblem), unreached };
}

describe('a case', () => {
  test('that ends as it says is no problem', () => {
    expect(run('  - { name: well, from: healthy, path: [yes], outcome: false_alarm }').problems).toEqual([]);
  });

  test('changes some facts of its base', () => {
    const killed = `  - name: killed
    from: healthy
    facts:
      health: { ok: false }
      container: { running: false, oom_killed: true, killed_at: 2025-12-04T03:04:11Z }
      log: { out_of_memory: [Killed] }
    path: [no, no]
    outcome: container_down
    named: [out_of_memory]
    candidates: []
`;
    expect(run(killed).problems).toEqual([]);
  });

  test('has facts that are unknown, one or all of a check', () => {
    const silent = `  - { name: one, from: healthy, facts: { health: { ok: false }, container: { running: { unknown: silent } } }, outcome: docker_silent }
  - { name: all, from: healthy, facts: { health: { ok: false }, container: { unknown: silent } }, path: [no, unknown], outcome: docker_silent }
`;
    expect(run(silent).problems).toEqual([]);
  });

  test('that ends elsewhere is told with the way it went', () => {
    expect(run('  - { name: well, from: healthy, outcome: hangs }').problems).toEqual([
      'x.cases.yml:8:34 cases[0].outcome: "well" ends in false_alarm, not in hangs (Does the health endpoint answer? yes)',
    ]);
  });

  test('that names other causes is told with the scores', () => {
    const down =
      '  - { name: down, from: healthy, facts: { health: { ok: false }, database: { ok: false } }, outcome: dependency_down, named: [redis_down] }';
    expect(run(down).problems).toEqual([
      'x.cases.yml:8:119 cases[0].named: "down" names database_down, not redis_down (scores: database_down 5)',
    ]);
  });

  test('that goes another way, or has other candidates, is told', () => {
    const other = '  - { name: well, from: healthy, outcome: false_alarm, path: [no], candidates: [redis_down] }';
    expect(run(other).problems.map((line) => line.split(': ')[0])).toEqual([
      'x.cases.yml:8:56 cases[0].path',
      'x.cases.yml:8:68 cases[0].candidates',
    ]);
  });

  test('that expects no cause and finds one is a problem, although it says nothing of causes', () => {
    const down =
      '  - { name: down, from: healthy, facts: { health: { ok: false }, cache: { open: false } }, outcome: dependency_down }';
    expect(run(down).problems[0]).toContain('"down" names redis_down, not nothing');
  });
});

describe('what no case reaches', () => {
  test('is listed: outcomes and causes', () => {
    const { unreached } = run('  - { name: well, from: healthy, outcome: false_alarm }');
    expect(unreached.outcomes).toEqual([
      'could_not_tell',
      'container_down',
      'docker_silent',
      'hangs',
      'dependency_down',
    ]);
    expect(unreached.causes).toEqual(['out_of_memory', 'stopped_by_hand', 'database_down', 'redis_down']);
  });

  test('is everything where the file cannot be read', () => {
    expect(run('  - [').unreached.causes).toHaveLength(sample.causes.length);
  });
});

describe('a case of a runbook with remedies', () => {
  const remedied = makeRunbook(`
checks: { front: { type: bot, has: { ok: bool, full: bool } } }
tree: [{ ask: Does it answer?, when: front.ok, yes: fine, no: down }]
outcomes:
  fine: { title: fine, state: up, next: rest. }
  down: { title: down, state: down, next: act., remedies: [restart] }
causes:
  full: { title: full, next: empty it., remedies: [empty, restart], symptoms: [{ when: front.full, weight: 5 }] }
remedies:
  restart: { type: mend, risk: low, only_if: '!front.ok', verify: { within: 30s, that: front.ok }, then: replace }
  replace: { type: mend, risk: high, only_if: '!front.ok', verify: { within: 30s, that: front.ok } }
  empty: { type: mend, risk: low, only_if: front.full, verify: { within: 30s, that: '!front.full' } }
`);
  const outcome = (facts: string, offered: string) => {
    const source = `base: { broken: {} }\ncases: [{ name: x, from: broken, facts: { front: ${facts} }, ${offered} }]`;
    const { problems, unreached } = runCases('x.cases.yml', source, remedied);
    return { problems: problems.map(formatProblem), remedies: unreached.remedies };
  };

  test('may say which are offered, in their order', () => {
    const offered = 'outcome: down, named: [full], remedies: [empty, restart]';
    expect(outcome('{ full: true }', offered)).toEqual({ problems: [], remedies: [] });
    expect(outcome('{ full: true }', offered.replace('empty, restart', 'restart, empty')).problems).toEqual([
      'x.cases.yml:2:98 cases[0].remedies: "x" offers empty, restart, not restart, empty',
    ]);
  });

  test('that offers none may say so', () => {
    expect(outcome('{ ok: true }', 'outcome: fine, remedies: []').problems).toEqual([]);
    expect(outcome('{}', 'outcome: down, remedies: []').problems[0]).toContain('"x" offers restart, not nothing');
  });

  test('reaches what it offers and the rungs after it', () => {
    expect(outcome('{}', 'outcome: down').remedies).toEqual(['empty']);
    expect(outcome('{ ok: true }', 'outcome: fine').remedies).toEqual(['restart', 'replace', 'empty']);
  });
});

describe('a cases file that is wrong', () => {
  test.each([
    [
      '{ name: x, from: healty, outcome: hangs }',
      '8:16 cases[0].from: no base is called "healty"; did you mean "healthy"? Bases are healthy',
    ],
    [
      '{ name: x, from: healthy, facts: { helth: { ok: true } }, outcome: hangs }',
      '8:40 cases[0].facts.helth: no check is called "helth"; did you mean "health"? Checks are health, container, log, database, cache',
    ],
    [
      '{ name: x, from: healthy, facts: { health: { okk: true } }, outcome: hangs }',
      '8:50 cases[0].facts.health.okk: health has no fact "okk"; did you mean "ok"? It has ok, error, latency',
    ],
    [
      '{ name: x, from: healthy, facts: { health: { ok: 1 } }, outcome: hangs }',
      '8:50 cases[0].facts.health.ok: must be of type bool',
    ],
    [
      '{ name: x, from: healthy, facts: { health: { latency: 1.5 } }, outcome: hangs }',
      '8:50 cases[0].facts.health.latency: must be of type int',
    ],
    [
      '{ name: x, from: healthy, facts: { container: { killed_at: noon } }, outcome: hangs }',
      '8:53 cases[0].facts.container.killed_at: must be of type time',
    ],
    [
      '{ name: x, from: healthy, outcome: hangs, pth: [yes] }',
      '8:47 cases[0].pth: is not a known key; did you mean "path"? Known keys: name, from, facts, path, outcome, named, candidates, remedies',
    ],
    ['{ name: x, from: healthy }', '8:5 cases[0].outcome: is missing'],
    [
      '{ name: x, from: healthy, outcome: hangs, path: [maybe] }',
      '8:54 cases[0].path[0]: must be one of yes, no, unknown',
    ],
  ])('%s', (written, expected) => {
    expect(run(`  - ${written}`).problems).toEqual([`x.cases.yml:${expected}`]);
  });

  test('is told by its syntax error alone', () => {
    expect(run('  - { name: x').problems).toHaveLength(1);
  });

  test('needs a case', () => {
    expect(run('  []').problems).toEqual(['x.cases.yml:7:1 cases: needs at least one case']);
  });
});
