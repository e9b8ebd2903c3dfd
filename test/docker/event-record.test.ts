import { describe, expect, test } from '@jest/globals';
import { toMessage, type EngineMessage } from '../../src/docker/event.js';
import { EventRecord } from '../../src/docker/event-record.js';
import { engineEvent } from './fake-engine.js';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const always = new Date(0).toISOString();
const named = { name: 'api-server' };

function message(
  second: number,
  action: string,
  attributes: Readonly<Record<string, string>> = {},
  id = 'a1',
): EngineMessage {
  const read = toMessage(engineEvent(NOON + second * 1000, action, id, attributes));
  if (read === null) throw new Error('this is a message');
  return read;
}

function at(second: number): string {
  return new Date(NOON + second * 1000).toISOString();
}

describe('an engine message', () => {
  test('keeps the exit code of a die, the signal of a kill, the health of a health_status', () => {
    const details = [
      message(1, 'die', { exitCode: '137' }),
      message(2, 'kill', { signal: '15' }),
      message(3, 'health_status: unhealthy'),
      message(4, 'oom'),
    ].map((one) => one.life?.event);
    expect(details).toEqual([
      { at: at(1), containerId: 'a1', action: 'die', detail: '137' },
      { at: at(2), containerId: 'a1', action: 'kill', detail: '15' },
      { at: at(3), containerId: 'a1', action: 'health_status', detail: 'unhealthy' },
      { at: at(4), containerId: 'a1', action: 'oom', detail: '' },
    ]);
  });

  test('about a probe of a healthcheck is not about the life of the container', () => {
    expect(message(1, 'exec_start: curl localhost').life).toBeNull();
  });

  test.each([null, 'x', { Actor: 3 }])('%j is none', (written) => {
    expect(toMessage(written)).toBeNull();
  });
});

describe('the record of an engine', () => {
  test('is complete since the oldest message the engine repeats', () => {
    const record = new EventRecord();
    record.refill([message(-60, 'exec_die'), message(-5, 'die')], NOON, false);
    expect(record.history(named, always)).toEqual({
      events: [expect.objectContaining({ action: 'die' })],
      completeSince: at(-60),
    });
  });

  test('is complete since the question when the engine repeats nothing', () => {
    const record = new EventRecord();
    record.refill([], NOON, false);
    expect(record.history(named, always).completeSince).toBe(at(0));
  });

  test('keeps what the engine has forgotten, as long as its repetition reaches back to something known', () => {
    const record = new EventRecord();
    record.refill([message(-60, 'start')], NOON, false);
    record.add(message(10, 'exec_die'));
    record.refill([message(10, 'exec_die'), message(20, 'oom'), message(21, 'die')], NOON + 30_000, false);
    const { events, completeSince } = record.history(named, always);
    expect(events.map((event) => event.action)).toEqual(['start', 'oom', 'die']);
    expect(completeSince).toBe(at(-60));
  });

  test('begins anew where a gap cannot be closed', () => {
    const record = new EventRecord();
    record.refill([message(-60, 'start')], NOON, false);
    record.refill([message(50, 'start')], NOON + 60_000, false);
    expect(record.history(named, always).completeSince).toBe(at(50));
    expect(record.history(named, always).events).toHaveLength(2);
  });

  test('begins anew when the engine restarted and repeats nothing', () => {
    const record = new EventRecord();
    record.refill([message(-60, 'start')], NOON, false);
    record.refill([], NOON + 60_000, false);
    expect(record.history(named, always).completeSince).toBe(at(60));
  });

  test('stays complete through quiet times while its stream stays open', () => {
    const record = new EventRecord();
    record.refill([], NOON, false);
    record.refill([], NOON + 60_000, true);
    record.refill([message(70, 'die')], NOON + 80_000, true);
    expect(record.history(named, always)).toMatchObject({ completeSince: at(0), events: [{ action: 'die' }] });
  });

  test('holds each message once, in order', () => {
    const record = new EventRecord();
    record.add(message(3, 'die'));
    expect(record.refill([message(1, 'start'), message(3, 'die')], NOON + 4_000, false)).toHaveLength(1);
    expect(record.history(named, always).events.map((event) => event.action)).toEqual(['start', 'die']);
  });

  test('forgets the oldest when there are too many, and says so', () => {
    const record = new EventRecord();
    record.refill([message(0, 'start')], NOON, false);
    for (let second = 1; second <= 5_001; second += 1) record.add(message(second, 'health_status: healthy'));
    const { events, completeSince } = record.history(named, always);
    expect(events).toHaveLength(5_000);
    expect(Date.parse(completeSince)).toBeGreaterThan(NOON);
  });

  test("tells a service's events apart by name, id and Compose labels; one-off containers are not the service", () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' };
    const record = new EventRecord();
    record.refill([], NOON, false);
    record.add(message(1, 'start', labels, 'a1'));
    record.add(message(2, 'start', { ...labels, name: 'run', 'com.docker.compose.oneoff': 'True' }, 'b2'));
    const composed = { compose: { project: 'shop', service: 'api' } };
    for (const selector of [composed, named, { id: 'a' }]) {
      expect(record.history(selector, always).events.map((event) => event.containerId)).toEqual(['a1']);
    }
    expect(record.history(named, at(2)).events).toEqual([]);
  });
});
