import { describe, expect, test } from '@jest/globals';
import { readRunbook } from '../../src/runbook/read.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { conditionInWords } from '../../src/runbook/words.js';
import { surroundings } from '../builders.js';
import { changed, GOOD, problems, REMEDIED } from './good.js';

const wrong = (right: string, written: string): string[] => changed(right, written, REMEDIED);

function read(source: string): Runbook {
  const found = readRunbook('api-down.yml', source, surroundings);
  if ('problems' in found) throw new Error(problems(source).join('\n'));
  return found.runbook;
}

describe('a runbook with remedies', () => {
  const { remedies, escalation, watch, causes, outcomes, checks } = read(REMEDIED);
  const { mend, swap } = remedies;

  test('is read whole', () => {
    expect(problems(REMEDIED)).toEqual([]);
    expect(mend).toMatchObject({
      ...{ id: 'mend', type: 'mend', title: null, service: 'api', risk: 'medium', attempts: 3, then: 'swap' },
      params: { type: 'mend', patience: '5s' },
      onlyIf: { source: '!health.ok' },
    });
    expect(causes[0]?.remedies).toEqual(['mend']);
    expect(outcomes.down?.remedies).toEqual(['mend']);
  });

  test('shows of a verification what its condition speaks of, unless it says otherwise', () => {
    expect(mend?.verify).toMatchObject({ within: 30_000, show: ['health'] });
    expect(swap?.verify).toMatchObject({ within: 120_000, show: ['health', 'rows'] });
  });

  test('may have one work on another service, once, with nothing after it', () => {
    expect(swap).toMatchObject({ title: 'swap it for another', service: 'cache', attempts: 1, then: null });
  });

  test('has its places filled from config.yml', () => {
    expect(swap?.params).toEqual({ type: 'swap', for: 'http://api.test/health' });
  });

  test('says who is called when one was tried too often, with or without the sign of a mention', () => {
    expect(escalation).toEqual([{ spent: 'mend', to: 'senior-oncall' }]);
    expect(read(REMEDIED.replace("'@senior-oncall'", 'senior-oncall')).escalation).toEqual(escalation);
  });

  test('says how long it is watched; a quarter of an hour, every 30 s, where it does not', () => {
    expect(watch).toEqual({ for: 600_000, every: 20_000 });
    expect(read(GOOD).watch).toEqual({ for: 900_000, every: 30_000 });
    expect(read(REMEDIED.replace('for: 10m, ', '')).watch).toEqual({ for: 900_000, every: 20_000 });
  });

  test('tells the checks that only verification asks from the others', () => {
    expect(checks.map(({ id, only }) => [id, only])).toEqual([
      ['rows', 'verify'],
      ['health', null],
    ]);
  });

  test('has its conditions in words', () => {
    expect(swap === undefined ? null : conditionInWords(swap.verify.that, checks)).toBe('Rows, Health');
    expect(mend === undefined ? null : conditionInWords(mend.verify.that, checks)).toBe('Health');
  });
});

test('a runbook without remedies has none, and nobody to call', () => {
  expect(read(GOOD)).toMatchObject({ remedies: {}, escalation: [] });
});

describe('keys of a remedy', () => {
  test.each([
    ['    risk: medium\n', '', '29:3 remedies.mend.risk: is missing'],
    ["    only_if: '!health.ok'\n", '', '29:3 remedies.mend.only_if: is missing'],
    ['    verify: { within: 30s, that: health.ok && health.n > 1 }\n', '', '29:3 remedies.mend.verify: is missing'],
    ['within: 30s, ', '', '34:5 remedies.mend.verify.within: is missing'],
    [', that: rows.ok && health.ok', '', '44:5 remedies.swap.verify.that: is missing'],
    [
      'within: 30s,',
      'wihtin: 30s, within: 30s,',
      '34:15 remedies.mend.verify.wihtin: is not a known key; did you mean "within"? Known keys: within, that, show',
    ],
    [
      'patience: 5s',
      'patince: 5s',
      '31:5 remedies.mend.patince: is not a known key; did you mean "patience"? Known keys: type, patience, also, title, service, risk, only_if, verify, attempts, then',
    ],
    [
      'attempts: 3',
      'atempts: 3',
      '35:5 remedies.mend.atempts: is not a known key; did you mean "attempts"? Known keys: type, patience, also, title, service, risk, only_if, verify, attempts, then',
    ],
    ["    for: '${service.health}'\n", '', '37:3 remedies.swap.for: is missing'],
    [
      'spent: mend,',
      'spend: mend, spent: mend,',
      '46:7 escalation[0].spend: is not a known key; did you mean "spent"? Known keys: after, spent, cause, to',
    ],
    [
      'to: ',
      'too: a, to: ',
      '46:20 escalation[0].too: is not a known key; did you mean "to"? Known keys: after, spent, cause, to',
    ],
    ['every: 20s', 'evry: 20s', '47:20 watch.evry: is not a known key; did you mean "every"? Known keys: for, every'],
  ])('%j, written %j', (right, written, expected) => {
    expect(wrong(right, written)).toEqual([expected]);
  });
});

describe('values of a remedy', () => {
  test.each([
    ['risk: medium', 'risk: middling', '32:5 remedies.mend.risk: must be one of low, medium, high, critical'],
    ['attempts: 3', 'attempts: 0', '35:5 remedies.mend.attempts: must be 1 to 10'],
    ['attempts: 3', 'attempts: 11', '35:5 remedies.mend.attempts: must be 1 to 10'],
    ['attempts: 3', 'attempts: 1.5', '35:5 remedies.mend.attempts: must be a whole number'],
    ['within: 30s', 'within: 4s', '34:15 remedies.mend.verify.within: the duration must be between 5s and 10m'],
    ['within: 30s', 'within: 11m', '34:15 remedies.mend.verify.within: the duration must be between 5s and 10m'],
    ['show: [health, rows]', 'show: []', '44:55 remedies.swap.verify.show: names at least one check'],
    ['patience: 5s', 'patience: 5', '31:5 remedies.mend.patience: must be string, received number'],
    ['  mend:\n', '  Mend:\n', '29:3 remedies.Mend: must be lower-case letters, digits and _'],
    ['only: verify', 'only: verifying', '9:41 checks.rows.only: must be verify'],
    ['every: 20s', 'every: 500ms', '47:20 watch.every: the duration must be between 1s and 10m'],
    ['for: 10m', 'for: 10s', '47:20 watch.every: must be no longer than for'],
    [
      "'@senior-oncall'",
      "'Senior On-Call'",
      '46:20 escalation[0].to: must be a name under people: of config.yml, like senior-oncall',
    ],
    [
      'swap it for another',
      'x'.repeat(61),
      '39:5 remedies.swap.title: Too big: expected string to have <=60 characters',
    ],
  ])('%j, written %j', (right, written, expected) => {
    expect(wrong(right, written)).toEqual([expected]);
  });

  test('a type that is not there is told, with the nearest that is', () => {
    expect(wrong('type: mend', 'type: mand')).toEqual([
      '30:5 remedies.mend.type: no remedy type "mand"; did you mean "mend"? There are mend, swap',
    ]);
    expect(wrong('type: mend', 'type: constructor')[0]).toContain('no remedy type "constructor"');
  });

  test('so is a service, its own or one it changes too, and a value of config.yml', () => {
    expect(wrong('patience: 5s', 'also: [cahce]')).toEqual([
      '31:12 remedies.mend.also[0]: config.yml has no service "cahce"; did you mean "cache"? It has api, cache',
    ]);
    expect(wrong('patience: 5s', 'also: [cache]')).toEqual([]);
    expect(wrong('service: cache', 'service: cahce')).toEqual([
      '40:5 remedies.swap.service: config.yml has no service "cahce"; did you mean "cache"? It has api, cache',
    ]);
    expect(wrong('${service.health}', '${service.helth}')).toEqual([
      '41:5 remedies.swap.for: config.yml has no value for ${service.helth}; did you mean "service.health"? It has service, service.health',
    ]);
  });

  test('all problems of all remedies come at once', () => {
    const source = REMEDIED.replace('type: mend', 'type: mand').replace('service: cache', 'service: cahce');
    expect(problems(source.replace('rows.ok', 'rows.oo')).map((line) => line.split(' ')[1])).toEqual([
      'remedies.mend.type:',
      'remedies.swap.service:',
      'remedies.swap.verify.that:',
    ]);
  });
});

describe('conditions of a remedy', () => {
  test('are checked against the facts there are, with a caret under what is wrong', () => {
    expect(wrong("only_if: '!health.ok'", "only_if: '!health.okk'")).toEqual([
      [
        '33:5 remedies.mend.only_if: health has no fact "okk"; did you mean "ok"? It has ok, n',
        '    !health.okk',
        '            ^^^',
      ].join('\n'),
    ]);
    expect(wrong('that: health.ok &&', 'that: helth.ok &&')[0]).toContain(
      '34:28 remedies.mend.verify.that: no check is called "helth"; did you mean "health"? Checks are rows, health',
    );
  });
});
