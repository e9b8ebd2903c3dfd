import type { Store } from '../../src/engine/store.js';
import type { Sql } from '../../src/store/sql.js';
import { until } from '../until.js';
import { openDatabase, Process, type BotOptions, type Database } from './house.js';

/** A database and the processes on it; emptied after each test. */
export class EngineBench {
  readonly #processes: Process[] = [];
  #database: Database | null = null;

  async open(): Promise<void> {
    this.#database = await openDatabase();
  }

  get store(): Store {
    return this.#opened().store;
  }

  get sql(): Sql {
    return this.#opened().sql;
  }

  /** A started bot; on a store of its own where one is given. */
  async bot(owner: string, options: BotOptions = {}, on: Store = this.store): Promise<Process> {
    const process = this.process(owner, options, on);
    await process.engine.start();
    return process;
  }

  /** The same, not started. */
  process(owner: string, options: BotOptions = {}, on: Store = this.store): Process {
    const process = new Process(on, owner, options);
    this.#processes.push(process);
    return process;
  }

  /** As if every lease's time were over. */
  async expireLeases(): Promise<void> {
    await this.sql.query(`update leases set expires_at = now() - interval '1 second'`);
  }

  /** Waits until nobody runs the incident. */
  async rested(incident: string): Promise<void> {
    const held = 'select from leases where incident = $1 and owner is not null';
    await until(async () => (await this.sql.query(held, [incident])).length === 0, `${incident} to rest`);
  }

  /** Checks of a run that were answered more than once. */
  async answeredTwice(): Promise<unknown[]> {
    return this.sql.query(`select incident, payload->>'run', payload->>'check'
      from (select incident, body::json as payload from payloads) rows
      where payload->>'check' is not null group by 1, 2, 3 having count(*) > 1`);
  }

  async clear(): Promise<void> {
    for (const process of this.#processes.splice(0)) await process.stop();
    await this.#opened().empty();
  }

  async close(): Promise<void> {
    await this.#opened().close();
  }

  #opened(): Database {
    if (this.#database === null) throw new Error('open the bench first');
    return this.#database;
  }
}
