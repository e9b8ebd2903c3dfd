import { describe, expect, test } from '@jest/globals';
import type { ContainerState, EventHistory } from '../../src/checks/containers.js';
import { replacedAt, restartLoop, restartsRecent, restartTimes, runBefore } from '../../src/checks/restarts.js';
import { isUnknown } from '../../src/runbook/facts.js';
import { happened, history, NOW, state } from './builders.js';

const WINDOW = 600_000;
const at = (clock: string): string => `2026-01-01T${clock}.000Z`;

/** Crashed three times, restarted three times by its policy; runs since 03:09:50. */
const loop = [
  happened('02:00:00', 'start'),
  happened('03:08:00', 'die', '1'),
  happened('03:08:01', 'start'),
  happened('03:08:30', 'die', '1'),
  happened('03:08:32', 'start'),
  happened('03:09:42', 'die', '1'),
  happened('03:09:50', 'start'),
];

function looping(change: Partial<ContainerState> = {}): ContainerState {
  return state({ restartCount: 3, startedAt: at('03:09:50'), finishedAt: at('03:09:42'), ...change });
}

describe('restarts by the restart policy', () => {
  test('are told from those by people', () => {
    const told = history([
      happened('02:00:00', 'start'),
      // docker restart
      happened('02:10:00', 'kill', '15'),
      happened('02:10:01', 'die', '0'),
      happened('02:10:01', 'stop'),
      happened('02:10:02', 'start'),
      happened('02:10:02', 'restart'),
      // docker stop with a stop signal of its own (WINCH), docker start
      happened('02:15:00', 'kill', '28'),
      happened('02:15:01', 'die', '0'),
      happened('02:15:01', 'stop'),
      happened('02:16:00', 'start'),
      // docker kill, docker start
      happened('02:20:00', 'kill', '9'),
      happened('02:20:00', 'die', '137'),
      happened('02:25:00', 'start'),
      // a signal that does not end it, then a crash
      happened('02:30:00', 'kill', '10'),
      happened('02:40:00', 'die', '1'),
      happened('02:40:01', 'start'),
    ]);
    expect(restartTimes(state(), told)).toEqual([at('02:40:01')]);
  });

  test('are counted within the window, of this container alone', () => {
    expect(restartsRecent(looping(), history(loop), NOW, WINDOW)).toBe(3);
    expect(restartsRecent(looping(), history(loop), NOW, 60_000)).toBe(1);
    expect(restartsRecent(looping({ id: 'b2' }), history(loop), NOW, WINDOW)).toBe(0);
  });

  test('are unknown where the events do not reach back', () => {
    expect(isUnknown(restartsRecent(looping(), history(loop, '03:05:00'), NOW, WINDOW) as never)).toBe(true);
    expect(restartsRecent(looping(), history(loop, '03:05:00'), NOW, 240_000)).toBe(3);
  });
});

describe('a restart loop', () => {
  const loopOf = (change: Partial<ContainerState>, told: EventHistory = history(loop)): unknown =>
    restartLoop(looping(change), told, NOW, WINDOW);

  test.each<[string, Partial<ContainerState>, unknown]>([
    ['runs for a moment', {}, true],
    ['is between two runs', { status: 'restarting', startedAt: at('03:09:41') }, true],
    ['has been running for more than a minute', { startedAt: at('03:08:59') }, false],
    ['was ended for good', { status: 'exited' }, false],
    ['was never restarted', { restartCount: 0 }, false],
  ])('%s', (_what, change, expected) => {
    expect(loopOf(change)).toBe(expected);
  });

  test('takes two restarts', () => {
    const once = history([
      happened('02:00:00', 'start'),
      happened('03:09:42', 'die', '1'),
      happened('03:09:50', 'start'),
    ]);
    expect(loopOf({ restartCount: 1 }, once)).toBe(false);
    // The engine is about to start it the second time.
    expect(loopOf({ restartCount: 2, status: 'restarting' }, once)).toBe(true);
  });

  test('without a history is believed between two runs, and else unknown', () => {
    const short = history([], '03:09:00');
    // Two restarts are two, whatever else happened before.
    expect(loopOf({}, history(loop, '03:08:20'))).toBe(true);
    expect(loopOf({ status: 'restarting' }, short)).toBe(true);
    expect(loopOf({}, short)).toMatchObject({ unknown: expect.stringContaining('Docker events') as unknown });
    expect(loopOf({ restartCount: 1 }, short)).toBe(false);
  });
});

describe('the run before the current one', () => {
  const before = (change: Partial<ContainerState> = {}, told = history(loop)): string | null =>
    runBefore(looping(change), told, NOW);

  test('counts in a restart loop', () => {
    expect(before()).toBe(at('03:08:32'));
  });

  test('no longer counts once the current one has lasted longer', () => {
    // The run before lasted 29 s; the current one has lasted 50 s.
    const told = history(loop.slice(0, 4).concat(happened('03:09:10', 'start')));
    expect(before({ startedAt: at('03:09:10'), finishedAt: at('03:08:30') }, told)).toBeNull();
  });

  test('does not count where there is no loop', () => {
    expect(before({ restartCount: 0 })).toBeNull();
  });
});

describe('a container that took the place of another', () => {
  const young = state({ id: 'new', createdAt: at('03:05:00') });

  test.each([
    ['by events of the other one shortly before', [happened('03:04:58', 'die', '0', 'old')], at('03:05:00')],
    ['by its removal afterwards', [happened('03:05:02', 'destroy', '', 'old')], at('03:05:00')],
    ['not by one that ended long before', [happened('02:00:00', 'destroy', '', 'old')], null],
    ['not by its own events', [happened('03:05:00', 'create', '', 'new')], null],
  ])('is known %s', (_how, events, expected) => {
    expect(replacedAt(young, history(events), NOW, WINDOW)).toBe(expected);
  });

  test('is unknown where the events do not reach back to its creation', () => {
    expect(replacedAt(young, history([], '03:04:30'), NOW, WINDOW)).toMatchObject({
      unknown: expect.anything() as unknown,
    });
  });

  test('is no news after the window', () => {
    expect(replacedAt(state(), history([], '03:09:00'), NOW, WINDOW)).toBeNull();
  });
});
