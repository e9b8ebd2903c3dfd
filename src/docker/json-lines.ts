import { EngineUnreadable } from './failure.js';

const LONGEST = 1024 * 1024;

/** Reads a stream of JSON values, one a line. Throws `EngineUnreadable` for what is no JSON, and what the stream throws when it breaks. */
export async function* readJsonLines(body: AsyncIterable<Buffer>): AsyncGenerator {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    for (let end = pending.indexOf(0x0a); end !== -1; end = pending.indexOf(0x0a, at)) {
      yield parse(pending.subarray(at, end));
      at = end + 1;
    }
    pending = pending.subarray(at);
    if (pending.length > LONGEST) throw new EngineUnreadable('a line without an end');
  }
  if (pending.toString('utf8').trim() !== '') yield parse(pending);
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8')) as unknown;
  } catch (cause) {
    throw new EngineUnreadable('a line that is no JSON', { cause });
  }
}
