import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { HINT_CHANNEL } from './sql.js';

const GOODBYE_MS = 1_000;

export interface HintListener {
  close(): Promise<void>;
}

/**
 * Keeps one connection of its own on LISTEN, and makes a new one whenever it breaks. After each connect it hints once:
 * something may have been missed. A database that is away is not reported here; the next query says so.
 */
export function listenForHints(makeClient: () => Client, hint: () => void, retryMs = 1_000): HintListener {
  const stop = new AbortController();
  const finished = keepListening(makeClient, hint, retryMs, stop.signal);
  return {
    close: async () => {
      stop.abort();
      await finished;
    },
  };
}

async function keepListening(makeClient: () => Client, hint: () => void, retryMs: number, stop: AbortSignal) {
  while (!stop.aborted) {
    await listenOnce(makeClient(), hint, stop).catch(() => undefined);
    await sleep(retryMs, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}

async function listenOnce(client: Client, hint: () => void, stop: AbortSignal): Promise<void> {
  client.on('error', () => undefined);
  client.on('notification', hint);
  const ended = once(client, 'end', { signal: stop });
  try {
    await Promise.race([ended, listen(client, hint)]);
    await ended;
  } finally {
    // A silent database never says goodbye.
    await Promise.race([client.end(), sleep(GOODBYE_MS, undefined, { ref: false })]);
  }
}

async function listen(client: Client, hint: () => void): Promise<void> {
  await client.connect();
  await client.query(`listen ${HINT_CHANNEL}`);
  hint();
}
