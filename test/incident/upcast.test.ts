import { describe, expect, test } from '@jest/globals';
import { EVENT_VERSIONS, fromLog, UnknownEvent, type Logged } from '../../src/incident/events.js';
import { upcast } from '../../src/incident/upcast.js';

/** A verdict as it was recorded before there were remedies. */
const OLD_VERDICT = `{"candidates":[],"evidence":[{"says":["killed by the kernel"],"vantage":"Docker"}],"kind":"problem",
"named":[{"id":"out_of_memory","next":"raise its memory limit.","score":8,"title":"out of memory"}],
"next":"raise its memory limit.","outcome":"container_down","path":[{"answer":"no","ask":"Is the container running?"}],
"ruledOut":["Redis down"],"state":"down","title":"container not running","unknown":[]}`;

const logged = (type: string, payload: string, version = 1): Logged => ({
  ...{ type, version, at: '2025-12-04T03:05:00.000Z', actor: 'bot' },
  payload: JSON.parse(payload) as object,
});

describe('a verdict of the time before remedies', () => {
  test.each([
    ['verdict.reached', `{"run":1,"verdict":${OLD_VERDICT}}`],
    ['verdict.changed', `{"because":"container answered late","run":1,"verdict":${OLD_VERDICT}}`],
    ['run.completed', `{"run":1,"verdict":${OLD_VERDICT}}`],
  ])('names none, and is otherwise as it was: %s', (type, payload) => {
    const old = JSON.parse(payload) as { verdict: object };
    expect(fromLog(logged(type, payload)).payload).toEqual({ ...old, verdict: { ...old.verdict, remedies: [] } });
  });

  test('stays none where none could be given', () => {
    expect(fromLog(logged('run.completed', '{"run":2,"verdict":null}')).payload).toEqual({ run: 2, verdict: null });
  });

  test('is not changed in the log', () => {
    const event = logged('verdict.reached', `{"run":1,"verdict":${OLD_VERDICT}}`);
    const before = JSON.stringify(event);
    fromLog(event);
    expect(JSON.stringify(event)).toBe(before);
  });
});

test('an event of today is taken as it stands', () => {
  const today = logged('verdict.reached', `{"run":1,"verdict":{"remedies":["restart"]}}`, 2);
  expect(fromLog(today).payload).toBe(today.payload);
});

test.each([0, -1, 3])('version %d is of no release', (version) => {
  expect(() => fromLog(logged('verdict.reached', '{}', version))).toThrow(UnknownEvent);
});

test('every older version of every event can be read', () => {
  const old = Object.entries(EVENT_VERSIONS).flatMap(([type, newest]) =>
    Array.from({ length: newest - 1 }, (_, index) => logged(type, '{"verdict":null}', index + 1)),
  );
  expect(old.length).toBeGreaterThan(0);
  for (const event of old) expect(() => fromLog(event)).not.toThrow();
});

test('a version that nothing raises is a bug, and loud', () => {
  expect(() => upcast('verdict.reached', 1, 3, { verdict: null })).toThrow(
    'nothing raises verdict.reached from version 2',
  );
  expect(() => upcast('constructor', 1, 2, {})).toThrow('nothing raises constructor from version 1');
});
