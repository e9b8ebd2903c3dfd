import { z } from 'zod';
import type { Store } from '../engine/store.js';
import { sha256 } from './chain.js';
import type { Sql } from './sql.js';

/** Long texts by their hash. */
export function texts(sql: Sql): Pick<Store, 'keep' | 'kept'> {
  return {
    keep: async (body) => {
      // Lone surrogates have no UTF-8; they become U+FFFD, in the hash as in what is kept.
      const wellFormed = Buffer.from(body, 'utf8').toString('utf8');
      const hash = sha256(wellFormed);
      await sql.query('insert into texts (hash, body) values ($1, $2) on conflict do nothing', [
        hash,
        JSON.stringify(wellFormed),
      ]);
      return hash;
    },

    kept: async (hash) => {
      const [row] = await sql.query('select body from texts where hash = $1', [hash]);
      return row === undefined ? null : z.string().parse(JSON.parse(z.string().parse(row['body'])));
    },
  };
}
