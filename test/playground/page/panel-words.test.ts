import { describe, expect, test } from '@jest/globals';
import { SLACK_TROUBLES } from '../../../playground/page-server/protocol.js';
import { findFaults, SLACK_WORDS, standOf } from '../../../playground/page/panel-words.js';
import { panel } from './tour-scene.js';

const namesOf = (wanted: string): string[] =>
  findFaults(panel.faults, wanted).flatMap(({ faults }) => faults.map(({ name }) => name));

describe('the faults of the panel', () => {
  test('stand under their groups, in the order they came in', () => {
    expect(findFaults(panel.faults, '').map(({ group, faults }) => [group, faults.length])).toEqual([
      ['The API dies', 2],
      ['Redis', 1],
    ]);
  });

  test('are found by any words of name, description and group, however typed', () => {
    expect(namesOf('KERNEL')).toEqual(['oom']);
    expect(namesOf('  write redis ')).toEqual(['redis-full']);
    expect(namesOf('dies')).toEqual(['oom', 'segfault']);
    expect(namesOf('.*')).toEqual([]);
  });
});

describe('how the stack stands', () => {
  test('is said of a stack at rest, a broken one, and one at work', () => {
    expect(standOf(panel)).toBe('Every service is well.');
    const ill = { ...panel, services: [{ name: 'api', state: 'exited (137)', well: false }] };
    expect(standOf(ill)).toBe('Not well: api.');
    expect(standOf({ ...ill, broken: 'oom' })).toBe('Broken: oom. Not well: api.');
    expect(standOf({ ...ill, busy: 'healing' })).toContain('Healing');
    expect(standOf({ ...ill, busy: 'breaking' })).toContain('Breaking');
  });
});

test('every way in which Slack fails says what one will see', () => {
  for (const trouble of SLACK_TROUBLES) expect(SLACK_WORDS[trouble].says).not.toBe('');
});
