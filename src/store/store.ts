import { z } from 'zod';
import type { Store } from '../engine/store.js';
import { append } from './append.js';
import { counting } from './count.js';
import { history } from './history.js';
import { inbox } from './inbox.js';
import { incidents } from './incidents.js';
import { leases } from './leases.js';
import { retention } from './retention.js';
import type { Sql } from './sql.js';
import { texts } from './texts.js';

/** The store on a database whose tables are up to date. `description` is what `describe` says. Closing it closes the database. */
export function createStore(sql: Sql, description: string): Store {
  return {
    ...inbox(sql),
    ...incidents(sql),
    ...history(sql),
    ...counting(sql),
    ...retention(sql),
    ...leases(sql),
    ...texts(sql),
    now: async () => {
      const [row] = await sql.prompt.query('select clock_timestamp() as now');
      return z.date().parse(row?.['now']);
    },
    append: (wanted) => append(sql, wanted),
    onHint: (hint) => sql.listen(hint),
    describe: () => description,
    close: () => sql.close(),
  };
}
