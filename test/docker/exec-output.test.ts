import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExecOutput } from '../../src/docker/exec-output.js';
import { anyText } from '../any-text.js';

type Message = readonly [1 | 2, string];

function frame([stream, content]: Message): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

/** The bytes in pieces of these sizes, over and over. */
function* pieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function* stream(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

const messages = fc.array(fc.tuple(fc.constantFrom<1 | 2>(1, 2), anyText({ maxLength: 40 })));
const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
const all = (written: readonly Message[], which: 1 | 2): string =>
  written.map(([stream, content]) => (stream === which ? content : '')).join('');

describe('the output of a program in a container', () => {
  test('is the same however its frames are cut in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(messages, sizes, async (written, cut) => {
        const output = new ExecOutput(10_000);
        await output.read(stream(pieces(Buffer.concat(written.map(frame)), cut)));
        expect(output.text('stdout')).toBe(all(written, 1));
        expect(output.text('stderr')).toBe(all(written, 2));
        expect(output.full).toBe(false);
      }),
    );
  });

  test('is kept up to its limit, of both streams together, and the rest is not read', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        read += 1;
        yield await Promise.resolve(frame([read % 2 === 0 ? 2 : 1, 'x'.repeat(100)]));
      }
    }
    const output = new ExecOutput(250);
    await output.read(endless());
    expect(output.full).toBe(true);
    expect([output.text('stdout').length, output.text('stderr').length]).toEqual([150, 100]);
    expect(read).toBe(3);
  });

  test('of exactly the limit is whole', async () => {
    const output = new ExecOutput(5);
    await output.read(stream([frame([1, '12345'])]));
    expect([output.full, output.text('stdout')]).toEqual([false, '12345']);
  });

  test('that is no frames is refused', async () => {
    const output = new ExecOutput(100);
    await expect(output.read(stream([Buffer.from('HTTP/1.1 400 Bad Request')]))).rejects.toThrow('is no frames');
  });
});
