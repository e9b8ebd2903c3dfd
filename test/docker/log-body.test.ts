import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readLogBody } from '../../src/docker/log-body.js';
import { LogLines } from '../../src/docker/log-lines.js';

const TIME = '2026-01-01T00:00:00.123456789Z';

function frame(stream: number, message: string | Buffer): Buffer {
  const body = Buffer.isBuffer(message) ? message : Buffer.from(message);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** The bytes in pieces of this size, as a socket may hand them over. */
function pieces(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

async function* streamed(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function read(bytes: Buffer, { tty = false, maxBytes = 1e9, size = 65_536 } = {}) {
  const lines = new LogLines();
  const more = await readLogBody(streamed(pieces(bytes, size)), tty, maxBytes, lines);
  return { lines: lines.all(), more };
}

describe('a log body', () => {
  test('is taken apart into lines with their stream and time, however it is cut into chunks', async () => {
    const bytes = Buffer.concat([frame(1, `${TIME} started\n`), frame(2, `${TIME} ERROR größer\n`)]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
        expect((await read(bytes, { size })).lines).toEqual([
          { at: '2026-01-01T00:00:00.123Z', stream: 'stdout', text: 'started' },
          { at: '2026-01-01T00:00:00.123Z', stream: 'stderr', text: 'ERROR größer' },
        ]);
      }),
    );
  });

  test('joins the messages of one long line, even with the other stream between them', async () => {
    const bytes = Buffer.concat([frame(1, `${TIME} ab`), frame(2, `${TIME} other\n`), frame(1, `${TIME} cd\n`)]);
    expect((await read(bytes)).lines.map((line) => line.text)).toEqual(['abcd', 'other']);
  });

  test('cuts half a megabyte without a newline to 2,000 characters, and marks it', async () => {
    const long = Array.from({ length: 32 }, () => frame(1, `${TIME} ${'x'.repeat(16_384)}`));
    const { lines } = await read(Buffer.concat([...long, frame(1, `${TIME} \n`), frame(1, `${TIME} next\n`)]));
    expect(lines.map((line) => line.text.length)).toEqual([2_000, 4]);
    expect(lines[0]?.text.endsWith('x… [cut]')).toBe(true);
  });

  test('is raw when the container has a terminal', async () => {
    const bytes = Buffer.from(`${TIME} one\r\n${TIME} two\r\n${TIME} pro`);
    for (const size of [1, 7, 1_000]) {
      const { lines } = await read(bytes, { tty: true, size });
      expect(lines.map((line) => line.text)).toEqual(['one', 'two']);
    }
  });

  test('of a terminal may be one endless line', async () => {
    const { lines } = await read(Buffer.from(`${TIME} ${'y'.repeat(500_000)}\n${TIME} end\n`), { tty: true });
    expect(lines.map((line) => line.text.length)).toEqual([2_000, 3]);
  });

  test('is read no further than asked', async () => {
    const line = frame(1, `${TIME} line\n`);
    const { lines, more } = await read(Buffer.concat(Array.from({ length: 100 }, () => line)), {
      maxBytes: line.length * 3,
    });
    expect(more).toBe(true);
    expect(lines).toHaveLength(3);
  });

  test('that is no log is said to be none', async () => {
    await expect(read(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).rejects.toThrow(
      'log bytes that are no log frames',
    );
  });

  test('keeps lines without a time', async () => {
    expect((await read(frame(1, 'no time here\n'))).lines).toEqual([
      { at: null, stream: 'stdout', text: 'no time here' },
    ]);
  });
});
