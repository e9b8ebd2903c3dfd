import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { AT, projection, write } from '../builders.js';
import { type Subject } from './subject.js';

export function rebuildContract(subject: () => Subject): void {
  describe('rows of an older release', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    const olden = async (...incidents: string[]): Promise<void> => {
      for (const incident of incidents) await write(store, incident, { projection: projection({ service: incident }) });
      // As the release before wrote them: it knew nothing of the new columns.
      await sql.query('update incidents set projected_seq = 0, tried = 0');
    };

    test('are named in order of their ids, one page after the other; new rows are not', async () => {
      await olden('INC-1', 'INC-2', 'INC-3');
      await write(store, 'INC-4', { projection: projection({ service: 'x' }) });
      expect(await store.outdated('', 2)).toEqual(['INC-1', 'INC-2']);
      expect(await store.outdated('INC-2', 2)).toEqual(['INC-3']);
      expect(await store.outdated('INC-3', 2)).toEqual([]);
    });

    test('are made anew once', async () => {
      await olden('INC-1');
      const row = projection({ service: 'INC-1', tried: 3, acknowledgedAt: AT, target: 300_000 });
      await store.reproject('INC-1', 1, row);
      expect(await store.find('INC-1')).toEqual({ ...row, incident: 'INC-1', seq: 1 });
      expect(await store.outdated('', 2)).toEqual([]);
      await store.reproject('INC-1', 1, projection({ service: 'INC-1', tried: 9 }));
      expect(await store.find('INC-1')).toMatchObject({ tried: 3 });
    });

    test('stay as they are when they were written meanwhile', async () => {
      await olden('INC-1');
      await write(store, 'INC-1', { seen: 1, projection: projection({ service: 'INC-1', tried: 2 }) });
      await store.reproject('INC-1', 1, projection({ service: 'INC-1', tried: 9 }));
      expect(await store.find('INC-1')).toMatchObject({ tried: 2, seq: 2 });
    });

    test('are known again when an older release, still running, writes one', async () => {
      await write(store, 'INC-1');
      await sql.query('update incidents set seq = seq + 1');
      expect(await store.outdated('', 2)).toEqual(['INC-1']);
    });
  });
}
