import { Client } from 'pg';
import { dockerAt } from '../demo/docker.js';
import { ensureEngine } from '../demo/engine.js';
import { ensureImages } from '../demo/images.js';
import { terminalManners } from '../demo/manners.js';
import { Stack } from '../demo/stack.js';
import { startTestDatabase } from '../scripts/test-database.js';

export type Undo = () => unknown;

/** What all measurements stand on: one demo stack, and one PostgreSQL for the bots. */
export interface Ground {
  readonly stack: Stack;
  /** The URL of a new, empty database. */
  database(): Promise<string>;
}

/** Starts both; what was started is put on `undo`, to be stopped in reverse order. */
export async function openGround(undo: Undo[]): Promise<Ground> {
  const manners = terminalManners();
  const engine = await ensureEngine(manners);
  undo.push(() => engine.stop());
  const docker = dockerAt(engine.host);
  const run = `bench-${process.pid}`;
  const server = await startTestDatabase(docker, await ensureImages(docker, manners), run);
  undo.push(() => server.stop());
  const stack = await Stack.up({ host: engine.host, project: `runbook-bot-${run}`, manners });
  undo.push(() => stack.down());
  let databases = 0;
  const database = async (): Promise<string> => {
    databases += 1;
    const name = `bench_${databases}`;
    await query(server.url, `create database ${name}`);
    return Object.assign(new URL(server.url), { pathname: name }).href;
  };
  return { stack, database };
}

/** One statement on a connection of its own. */
export async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
