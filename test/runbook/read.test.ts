import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatProblem } from '../../src/runbook/problems.js';
import { readRunbook } from '../../src/runbook/read.js';
import { surroundings } from '../builders.js';

const GOOD = `id: api-down
title: API Down
service: api
severity: critical
owner: platform
reviewed: 2025-12-01
review_every: 14d
checks:
  health: { type: bot, has: { ok: bool, n: int } }
users_feel: health
tree:
  - ask: Does it answer?
    when: health.ok
    yes: fine
  - otherwise: down
outcomes:
  fine: { title: fine, state: up, next: nothing. }
  down: { title: down, state: down, next: act. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look. }
causes:
  leak:
    title: leak
    next: mend.
    symptoms:
      - { when: '!health.ok', weight: 5, say: 'n is {{health.n}}' }
`;

function problems(source: string, file = 'runbooks/api-down.yml'): string[] {
  const read = readRunbook(file, source, surroundings);
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

/** The problems of the good runbook with one thing written otherwise. */
function changed(right: string, wrong: string): string[] {
  if (!GOOD.includes(right)) throw new Error(`the good runbook does not contain ${right}`);
  return problems(GOOD.replace(right, wrong)).map((line) => line.replace('runbooks/api-down.yml:', ''));
}

describe('a good runbook', () => {
  const read = readRunbook('runbooks/api-down.yml', GOOD, surroundings);
  const runbook = 'runbook' in read ? read.runbook : null;

  test('is read whole', () => {
    expect(problems(GOOD)).toEqual([]);
    expect(runbook).toMatchObject({
      id: 'api-down',
      service: 'api',
      severity: 'critical',
      reviewEvery: 14 * 86_400_000,
      deadline: 15_000,
      usersFeel: 'health',
      source: GOOD,
    });
  });

  test('names a check after its id unless it has a title', () => {
    expect(runbook?.checks).toEqual([
      {
        id: 'health',
        type: 'bot',
        title: 'Health',
        vantage: 'bot',
        params: { type: 'bot', has: { ok: 'bool', n: 'int' } },
      },
    ]);
  });

  test('has its places filled from config.yml', () => {
    const source = GOOD.replace('has: {', 'url: "${service.health}", has: {').replace('mend.', 'mend ${service}.');
    const filled = readRunbook('api-down.yml', source, surroundings);
    if (!('runbook' in filled)) throw new Error('it is wrong');
    expect(filled.runbook.checks[0]?.params).toMatchObject({ url: 'http://api.test/health' });
    expect(filled.runbook.causes[0]?.next).toBe('mend api.');
  });

  test('may be a .yaml file', () => {
    expect(problems(GOOD, 'api-down.yaml')).toEqual([]);
  });
});

describe('keys', () => {
  test('an unknown one is named with the nearest right one', () => {
    expect(changed('owner: platform', 'owner: platform\nownr: x')).toEqual([
      expect.stringMatching(/^6:1 ownr: is not a known key; did you mean "owner"\? Known keys: id, title, service,/),
    ]);
  });

  test('a missing one is named', () => {
    expect(changed('owner: platform\n', '')).toEqual(['1:1 owner: is missing']);
    expect(changed(', next: act.', '')).toEqual(['18:3 outcomes.down.next: is missing']);
  });

  test('a misspelt one of a question is both', () => {
    expect(changed('when: health.ok', 'wehn: health.ok')).toEqual([
      '12:5 tree[0].when: is missing',
      '13:5 tree[0].wehn: is not a known key; did you mean "when"? Known keys: ask, when, yes, no, unknown, otherwise',
    ]);
  });

  test('those of a question inside a question are checked too', () => {
    expect(changed('yes: fine', 'yes: { ask: x, when: health.ok, yes: fine, noo: fine }')).toEqual([
      '14:48 tree[0].yes.noo: is not a known key; did you mean "no"? Known keys: ask, when, yes, no, unknown',
    ]);
  });

  test('those of a check are checked against its type', () => {
    expect(changed('has: {', 'urll: x, has: {')).toEqual([
      '9:24 checks.health.urll: is not a known key; did you mean "url"? Known keys: type, has, url',
    ]);
  });

  test('all problems come at once', () => {
    const source = GOOD.replace('title: API Down', 'titel: API Down').replace('weight: 5', 'weight: 0');
    expect(problems(source).map((line) => line.split(' ')[1])).toEqual([
      'title:',
      'causes.leak.symptoms[0].weight:',
      'titel:',
    ]);
  });
});

describe('values', () => {
  test.each([
    ['severity: critical', 'severity: bad', '4:1 severity: must be one of critical, high, medium, low'],
    ['state: up', 'state: ok', '17:24 outcomes.fine.state: must be one of up, down, degraded, unchecked'],
    ['reviewed: 2025-12-01', 'reviewed: last week', '6:1 reviewed: must be a date like 2025-12-04'],
    ['14d', '14 days', '7:1 review_every: a duration is a number with a unit: 500ms, 5s, 2m, 1h or 14d'],
    ['weight: 5', 'weight: 5.5', '25:31 causes.leak.symptoms[0].weight: must be a whole number'],
    ['weight: 5', 'weight: 0', '25:31 causes.leak.symptoms[0].weight: a weight of 0 says nothing'],
    ['title: API Down', 'title: ""', '2:1 title: must not be empty'],
    ['yes: fine', 'yes: 5', '14:5 tree[0].yes: must be string or object'],
    ['yes: fine', 'yes: Fine', '14:5 tree[0].yes: must be lower-case letters, digits and _'],
    ['otherwise: down', 'otherwise: 3', '15:5 tree[1].otherwise: must be string, received number'],
    ['id: api-down', 'id: API', '1:1 id: must be lower-case letters, digits and -'],
    ['  health: {', '  Health: {', '9:3 checks.Health: must be lower-case letters, digits and _'],
  ])('%s, written %s', (right, wrong, expected) => {
    expect(changed(right, wrong)).toEqual([expected]);
  });

  test('a list that needs something must not be empty', () => {
    expect(changed('tree:', 'tree: []\nx:')[0]).toBe('11:1 tree: needs at least one question');
    expect(changed('symptoms:', 'symptoms: []\n    x:')[0]).toBe(
      '24:5 causes.leak.symptoms: needs at least one symptom',
    );
    expect(problems(GOOD.replace(/checks:\n.*\n/, 'checks: {}\n'))[0]).toContain(
      '8:1 checks: a runbook asks at least one question',
    );
  });
});

describe('names', () => {
  test.each([
    [
      'type: bot',
      'type: bto',
      '9:13 checks.health.type: no check type "bto"; did you mean "bot"? There are bot, docker',
    ],
    ['service: api', 'service: web', '3:1 service: config.yml has no service "web". It has api'],
    [
      'users_feel: health',
      'users_feel: helth',
      '10:1 users_feel: no check is called "helth"; did you mean "health"? Checks are health',
    ],
    [
      'next: act.',
      'next: act., show: [log]',
      '18:56 outcomes.down.show[0]: no check is called "log". Checks are health',
    ],
    [
      '{{health.n}}',
      '{{health.nn}}',
      '25:42 causes.leak.symptoms[0].say: health has no fact "nn"; did you mean "n"? It has ok, n',
    ],
    [
      '{{health.n}}',
      '{{heelth.n}}',
      '25:42 causes.leak.symptoms[0].say: no check is called "heelth"; did you mean "health"? Checks are health',
    ],
    ['{{health.n}}', '{{health}}', '25:42 causes.leak.symptoms[0].say: a place for a value reads {{check.fact}}'],
    [
      'next: act.',
      'next: "look at ${servic}"',
      '18:37 outcomes.down.next: config.yml has no value for ${servic}; did you mean "service"? It has service, service.health',
    ],
  ])('%s, written %s', (right, wrong, expected) => {
    expect(changed(right, wrong)).toEqual([expected]);
  });

  test('an outcome that is not there is told, with those that are', () => {
    expect(changed('otherwise: down', 'otherwise: donw')[0]).toBe(
      '15:5 tree[1].otherwise: no outcome is called "donw"; did you mean "down"? Outcomes are fine, down, could_not_tell',
    );
  });

  test('a runbook is called as its file, and never as a command', () => {
    expect(changed('id: api-down', 'id: api-up')).toEqual(['1:1 id: must be "api-down", as the file is called']);
    expect(problems(GOOD.replace('id: api-down', 'id: status'), 'runbooks/status.yml')).toEqual([
      'runbooks/status.yml:1:1 id: "status" is a command of /incident; call the runbook something else',
    ]);
  });

  test.each([
    ['type: bot', 'type: constructor', 'no check type "constructor"'],
    ['service: api', 'service: constructor', 'no service "constructor"'],
    ['otherwise: down', 'otherwise: constructor', 'no outcome is called "constructor"'],
    ['next: act.', 'next: "${constructor}"', 'no value for ${constructor}'],
    ['{{health.n}}', '{{constructor.name}}', 'no check is called "constructor"'],
    ['{{health.n}}', '{{health.constructor}}', 'health has no fact "constructor"'],
    ["'!health.ok'", 'health.constructor == 1', 'health has no fact "constructor"'],
    ["'!health.ok'", 'constructor.name == "x"', 'no check is called "constructor"'],
  ])('what every JavaScript object has is no name: %s, written %s', (right, wrong, expected) => {
    expect(changed(right, wrong)[0]).toContain(expected);
  });

  test('a word of the condition language names no check and no fact', () => {
    expect(changed('  health: {', '  for: { type: bot, has: {} }\n  health: {')).toEqual([
      '9:3 checks.for: conditions cannot speak of "for", a word of their own; call the check something else',
    ]);
    expect(changed('n: int', 'n: int, in: int')).toEqual([
      '9:3 checks.health: conditions cannot speak of "in", a word of their own; call the fact something else',
    ]);
  });
});

describe('conditions', () => {
  test('a misspelt fact stands with a caret under it', () => {
    expect(changed("'!health.ok'", "'health.n > 1 && !health.okk'")).toEqual([
      [
        '25:11 causes.leak.symptoms[0].when: health has no fact "okk"; did you mean "ok"? It has ok, n',
        '    health.n > 1 && !health.okk',
        '                            ^^^',
      ].join('\n'),
    ]);
  });

  test('of one over several lines, the wrong line is shown', () => {
    expect(changed('when: health.ok', 'when: |-\n      health.n > 1 &&\n      health.okk')).toEqual([
      [
        '13:5 tree[0].when: health has no fact "okk"; did you mean "ok"? It has ok, n',
        '    health.okk',
        '           ^^^',
      ].join('\n'),
    ]);
  });

  test('one that is a number is no yes or no', () => {
    expect(changed('when: health.ok', 'when: health.n')[0]).toContain('gives a value of type int, not a yes or no');
  });

  test('one that ends too early is shown to its end', () => {
    expect(changed('when: health.ok', 'when: health.ok &&')[0]).toMatch(/health\.ok &&\n {4} {12}\^$/);
  });

  test('a wrong one makes nothing behind it look unreachable', () => {
    expect(changed('when: health.ok', 'when: health.okk')).toHaveLength(1);
  });
});

describe('the tree', () => {
  test('every answer leads somewhere', () => {
    expect(changed('- otherwise: down', '- ask: And?\n    when: health.n > 1\n    yes: down')).toEqual([
      '15:5 tree[1]: has no way on for no, and no question follows it',
    ]);
    expect(changed('- otherwise: down', '- { ask: And?, when: health.n > 1, no: down, unknown: fine }')).toEqual([
      '15:5 tree[1]: has no way on for yes, and no question follows it',
    ]);
  });

  test('nothing follows otherwise', () => {
    expect(changed('- otherwise: down', '- otherwise: down\n  - otherwise: fine')).toEqual([
      '15:5 tree[1]: otherwise must be the last; what follows it is never asked',
    ]);
  });

  test('an outcome it never reaches is told', () => {
    expect(changed('outcomes:', 'outcomes:\n  spare: { title: spare, state: up, next: x. }')).toEqual([
      '17:3 outcomes.spare: is never reached by the tree',
    ]);
  });
});

describe('what a runbook owes its readers', () => {
  test('an outcome for when the answers do not decide', () => {
    expect(problems(GOOD.replace(/ {2}could_not_tell.*\n/, ''))).toEqual([
      'runbooks/api-down.yml:16:1 outcomes: needs an outcome "could_not_tell": what people do when the answers do not decide',
    ]);
  });

  test('a false alarm shows that the service is well', () => {
    expect(changed('state: up', 'state: up, kind: false_alarm')).toEqual([
      '17:3 outcomes.fine: is a false alarm and needs only_if: a condition that shows the service is well',
    ]);
    expect(changed('state: up', 'state: up, kind: false_alarm, only_if: health.ok')).toEqual([]);
  });

  test('nothing is left to do, and each place is told', () => {
    expect(changed('title: leak', 'title: TODO leak # FIXME')).toEqual([
      '22:12 TODO is left in the text; finish it or take it out',
      '22:24 FIXME is left in the text; finish it or take it out',
    ]);
    expect(changed('title: leak', 'title: todos stay')).toEqual([]);
  });

  test('no secret, not even in a comment', () => {
    expect(changed('next: mend.', 'next: mend. # password: hunter2hunter2')).toEqual([
      '23:1 seems to be a secret; put it into config.yml as ${NAME} from the environment',
    ]);
  });
});

describe('YAML', () => {
  test.each([
    ['id: [', '1:6 Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['\t- x', '1:1 Tabs are not allowed as indentation'],
    ['id: a\nid: b', '2:1 Map keys must be unique'],
    ['a: 1\n---\nb: 2', '2:1 must be one document: take out the line ---'],
    ['a: &x { b: *x }', '1:12 *x refers to another place; write it out'],
    ['a: *x', '1:4 *x refers to another place; write it out'],
    ['a: !ruby/object {}', '1:4 Unresolved tag: !ruby/object'],
    ['', '1:1 must hold keys and their values'],
    ['[]', '1:1 must hold keys and their values'],
    ['just words', '1:1 must hold keys and their values'],
  ])('%j has one problem, on one line', (source, expected) => {
    expect(problems(source, 'x.yml')).toEqual([`x.yml:${expected}`]);
  });
});

describe('property: whatever a file contains', () => {
  test('nothing is thrown, and a problem stands in the file', () => {
    const lines = GOOD.split('\n');
    const mangled = fc
      .tuple(
        fc.nat(lines.length - 1),
        fc.oneof(fc.string(), fc.constantFrom('- x', 'tree: {}', '  a: [', '? ', '&a', '*a', '"')),
      )
      .map(([at, instead]) => lines.with(at, instead).join('\n'));
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string()), (source) => {
        const read = readRunbook('x/api-down.yml', source, surroundings);
        if ('runbook' in read) return;
        expect(read.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of read.problems) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(source.split('\n').length + 1);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});
