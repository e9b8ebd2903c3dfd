import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';

export interface Subject {
  readonly store: Store;
  /** The database under it, to arrange what the store itself never does. */
  readonly sql: Sql;
}

export async function expireLeases(sql: Sql): Promise<void> {
  await sql.query(`update leases set expires_at = now() - interval '1 second'`);
}
