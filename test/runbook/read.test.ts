import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRunbook } from '../../src/runbook/read.js';
import { surroundings } from '../builders.js';
import { changed, GOOD, problems, REMEDIED } from './good.js';

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
        only: null,
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
      '9:24 checks.health.urll: is not a known key; did you mean "url"? Known keys: type, has, url, title, only',
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
    const lines = REMEDIED.split('\n');
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
