import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { formatBytes } from '../text/units.js';
import { EngineUnreadable } from './failure.js';

const LARGEST = 8 * 1024 * 1024;

/** Reads an answer to its end. Throws `EngineUnreadable` beyond 8 MiB, and what the connection throws when it breaks. */
export async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new EngineUnreadable(`more than ${formatBytes(LARGEST)}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Throws `EngineUnreadable`. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new EngineUnreadable('not the JSON of a Docker engine', { cause });
  }
}

/** Throws `EngineUnreadable` for anything that is not of this schema. */
export function checked<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new EngineUnreadable('not the JSON of a Docker engine', { cause: parsed.error });
}
