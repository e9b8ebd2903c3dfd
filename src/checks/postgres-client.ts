import { Socket } from 'node:net';
import pg from 'pg';
import { within } from './deadline.js';

/** One connection to PostgreSQL, open while `use` runs; `limit` in milliseconds covers all of it. Rejects with what went wrong. */
export async function withPostgres<T>(
  url: string,
  limit: number,
  signal: AbortSignal,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return within(limit, signal, async (over) => {
    // A socket of ours: pg has no way to give up a connection whose other side is silent.
    const socket = new Socket();
    over.addEventListener('abort', () => socket.destroy(), { once: true });
    const client = new pg.Client({
      connectionString: url,
      application_name: 'runbook-bot',
      statement_timeout: limit,
      stream: () => socket,
    });
    // pg also reports a broken connection as an event, which must not end the process.
    client.on('error', () => undefined);
    await client.connect();
    const result = await use(client);
    await client.end();
    return result;
  });
}
