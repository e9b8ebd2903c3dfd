import type { LogLine } from '../checks/containers.js';
import { EngineUnreadable } from './failure.js';

const HEADER = 8;
const LARGEST_FRAME = 16 * 1024 * 1024;
// What is kept of a terminal's line while its end has not come.
const LONGEST_PENDING = 64 * 1024;

type Body = AsyncIterable<Buffer>;

/** What takes the engine's messages as they come. */
export interface Messages {
  add(stream: LogLine['stream'], message: Buffer): void;
}

/** Reads a log body into `lines`, at most `maxBytes` of it. True when there was more. Throws `EngineUnreadable`. */
export async function readLogBody(body: Body, tty: boolean, maxBytes: number, lines: Messages): Promise<boolean> {
  const take = tty ? terminal(lines) : frames(lines);
  let room = maxBytes;
  for await (const chunk of body) {
    take(chunk.subarray(0, room));
    room -= chunk.length;
    if (room < 0) return true;
  }
  return false;
}

/** Without a terminal the engine frames each message: stream (1 byte), nothing (3), length (4, big endian), message. */
function frames(lines: Messages): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (pending.length - at >= HEADER) {
      const size = frameSize(pending, at);
      if (pending.length - at - HEADER < size) break;
      lines.add(pending[at] === 2 ? 'stderr' : 'stdout', pending.subarray(at + HEADER, at + HEADER + size));
      at += HEADER + size;
    }
    pending = pending.subarray(at);
  };
}

function frameSize(bytes: Buffer, at: number): number {
  const size = bytes.readUInt32BE(at + 4);
  const stream = bytes[at] ?? 0;
  if (stream > 3 || size > LARGEST_FRAME) throw new EngineUnreadable('log bytes that are no log frames');
  return size;
}

/** With a terminal the bytes come raw and both streams as one. */
function terminal(lines: Messages): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    let at = 0;
    for (let end = pending.indexOf(0x0a); end !== -1; end = pending.indexOf(0x0a, at)) {
      lines.add('stdout', pending.subarray(at, end + 1));
      at = end + 1;
    }
    pending = pending.subarray(at);
    if (pending.length <= LONGEST_PENDING) return;
    // Handed over without its end, so that the rest of the line joins it; the line is cut anyway.
    lines.add('stdout', pending);
    pending = Buffer.alloc(0);
  };
}
