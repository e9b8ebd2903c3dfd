import { afterEach, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../src/docker/engine.js';
import { openEndpoint } from '../../src/docker/endpoint.js';
import { readLogs } from '../../src/docker/logs.js';
import { inspection, toState } from '../../src/docker/state.js';
import { fakeEngine, inspected, notFound, sendJson, type FakeEngine } from './fake-engine.js';

const never = new AbortController().signal;
const container = toState(inspection.parse(inspected('a1', 'api-server')));
let fake: FakeEngine;

afterEach(() => fake.close());

/** An engine whose log has `count` lines of `length` characters. */
async function logOf(count: number, length: number) {
  fake = await fakeEngine((_request, response, url) => {
    const asked = url.searchParams.get('tail');
    const tail = asked === 'all' ? count : Math.min(count, Number(asked));
    for (let line = count - tail; line < count; line += 1) {
      const message = Buffer.from(`2026-01-01T00:00:00Z ${line} ${'x'.repeat(length)}\n`);
      const header = Buffer.alloc(8, 0);
      header[0] = 1;
      header.writeUInt32BE(message.length, 4);
      response.write(Buffer.concat([header, message]));
    }
    response.end();
  });
  return createEngine('local', openEndpoint('local', { host: fake.host }));
}

describe('reading a log', () => {
  test('asks for the newest lines since a time, with their times', async () => {
    const engine = await logOf(10, 1);
    const request = { tail: 3, since: '2026-01-01T00:00:01.500Z', maxBytes: 1e6 };
    const { lines, truncated } = await readLogs(engine, container, request, never);
    expect(lines.map((line) => line.text)).toEqual(['7 x', '8 x', '9 x']);
    expect(truncated).toBe(false);
    expect(fake.asked).toEqual(['/containers/a1/logs?stdout=1&stderr=1&timestamps=1&tail=3&since=1767225601.500']);
  });

  test('reads fewer lines rather than older ones when they are too many bytes, and says so', async () => {
    const engine = await logOf(1_000, 1_000);
    const { lines, truncated } = await readLogs(
      engine,
      container,
      { tail: 1_000, since: null, maxBytes: 200_000 },
      never,
    );
    expect(truncated).toBe(true);
    expect(lines.at(-1)?.text).toMatch(/^999 /);
    expect(lines).toHaveLength(125);
  });

  test('reads at least the beginning of the newest line', async () => {
    const engine = await logOf(3, 50_000);
    const { lines, truncated } = await readLogs(engine, container, { tail: 100, since: null, maxBytes: 60_000 }, never);
    expect(truncated).toBe(true);
    expect(lines.map((line) => line.text.slice(0, 3))).toEqual(['2 x']);
  });

  test('reads the first lines where no number is told, and says whether there are more', async () => {
    const engine = await logOf(1_000, 1_000);
    const all = { tail: null, since: null };
    const first = await readLogs(engine, container, { ...all, maxBytes: 20_000 }, never);
    expect(first.truncated).toBe(true);
    expect(first.lines.map((line) => line.text.split(' ')[0])).toEqual(
      Array.from({ length: 19 }, (_, line) => `${line}`),
    );
    const whole = await readLogs(engine, container, { ...all, maxBytes: 1e8 }, never);
    expect(whole).toMatchObject({ truncated: false, lines: { length: 1_000 } });
  });

  test('of a container that went meanwhile is not possible', async () => {
    fake = await fakeEngine(notFound);
    const engine = createEngine('local', openEndpoint('local', { host: fake.host }));
    await expect(readLogs(engine, container, { tail: 1, since: null, maxBytes: 1 }, never)).rejects.toThrow(
      'api-server was removed while its log was read',
    );
  });

  test('of a driver that keeps none tells what the engine says', async () => {
    fake = await fakeEngine((_request, response) => {
      sendJson(response, 501, { message: 'configured logging driver does not support reading' });
    });
    const engine = createEngine('local', openEndpoint('local', { host: fake.host }));
    await expect(readLogs(engine, container, { tail: 1, since: null, maxBytes: 1 }, never)).rejects.toThrow(
      'Docker on host local refused the question: configured logging driver does not support reading (HTTP 501)',
    );
  });
});
