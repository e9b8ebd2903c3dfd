import { describe, expect, test } from '@jest/globals';
import type { Vocabulary } from '../../src/runbook/conditions.js';
import type { FactSpec, FactValue, UnknownFact } from '../../src/runbook/facts.js';
import { compileSay, shown } from '../../src/runbook/say.js';

const spec = (type: FactSpec['type'], unit?: FactSpec['unit']): FactSpec => ({
  type,
  says: 'x',
  ...(unit === undefined ? {} : { unit }),
});

describe('one fact in words', () => {
  test.each<[FactSpec, FactValue | UnknownFact | undefined, unknown]>([
    [spec('bool'), true, 'yes'],
    [spec('bool'), false, 'no'],
    [spec('int'), 137, '137'],
    [spec('int', 'ms'), 221_000, '3 min 41 s'],
    [spec('int', 'bytes'), 2 * 1024 ** 3, '2.0 GiB'],
    [spec('double', 'percent'), 93.2, '93 %'],
    [spec('double'), 0.25, '0.3'],
    [spec('string'), 'refused', { code: 'refused' }],
    [spec('string'), '', 'nothing'],
    [spec('time'), '2025-12-04T03:04:11Z', { time: '2025-12-04T03:04:11Z', to: 'second' }],
    [spec('time'), null, 'never'],
    [spec('strings'), ['a', 'b'], 'a, b'],
    [
      spec('lines'),
      [
        { at: null, text: 'old' },
        { at: null, text: 'new' },
      ],
      { code: 'new' },
    ],
    [spec('lines'), [], 'nothing'],
    [spec('int'), { unknown: 'not looked' }, 'unknown'],
    [spec('int'), undefined, 'unknown'],
  ])('%j %j', (of, value, expected) => {
    expect(shown(of, value)).toEqual(expected);
  });
});

describe('evidence in words', () => {
  const vocabulary: Vocabulary = { health: { error: spec('string'), latency: spec('int', 'ms') } };

  test('has the facts in their places, foreign words as code', () => {
    const say = compileSay('refused ({{health.error}}) after {{ health.latency }}', vocabulary);
    if (typeof say !== 'function') throw new Error(say.error);
    expect(say({ health: { error: '<!channel>', latency: 41 } })).toEqual([
      'refused (',
      { code: '<!channel>' },
      ') after ',
      '41 ms',
    ]);
  });

  test('never takes a place inside a fact for a place of its own', () => {
    const say = compileSay('{{health.error}}', vocabulary);
    if (typeof say !== 'function') throw new Error(say.error);
    expect(say({ health: { error: '{{health.latency}}', latency: 41 } })).toEqual([{ code: '{{health.latency}}' }]);
  });

  test.each([
    ['{{health.eror}}', 'health has no fact "eror"; did you mean "error"? It has error, latency'],
    ['{{helth.error}}', 'no check is called "helth"; did you mean "health"? Checks are health'],
    ['{{health}}', 'a place for a value reads {{check.fact}}'],
    ['{{health.error}', 'a place for a value reads {{check.fact}}'],
    ['health.error}}', 'a place for a value reads {{check.fact}}'],
  ])('%s: %s', (template, error) => {
    expect(compileSay(template, vocabulary)).toEqual({ error });
  });
});
