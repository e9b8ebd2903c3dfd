import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../src/engine/store.js';
import { UserError } from '../src/errors.js';
import { readRunbookFolder, type RunbookFolder } from '../src/runbook-folder.js';
import { sha256 } from '../src/store/chain.js';
import { hashOf, runbookOf, runbookSource, SURROUNDINGS } from './engine/runbooks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runbooks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (): RunbookFolder => readRunbookFolder(folder, SURROUNDINGS);

/** The texts of a store, in memory. */
function texts(): Pick<Store, 'keep' | 'kept'> {
  const kept = new Map<string, string>();
  return {
    keep: (body) => {
      kept.set(sha256(body), body);
      return Promise.resolve(sha256(body));
    },
    kept: (hash) => Promise.resolve(kept.get(hash) ?? null),
  };
}

describe('a folder of runbooks', () => {
  test('holds every .yml and .yaml, in order of name; cases and other files stay out', () => {
    write('worker-down.yaml', runbookSource({ id: 'worker-down', service: 'worker' }));
    write('api-down.yml', runbookSource());
    write('api-down.cases.yml', 'no runbook');
    write('README.md', '# hello');
    expect(read().all.map(({ id }) => id)).toEqual(['api-down', 'worker-down']);
  });

  test('names everything that is wrong, in all files at once', () => {
    write('api-down.yml', runbookSource().replace('"severity":"high"', '"severity":"awful"'));
    write('worker-down.yml', runbookSource({ id: 'other' }));
    write('broken.yml', 'id: [');
    const problem = ((): UserError => {
      try {
        read();
      } catch (error) {
        if (error instanceof UserError) return error;
      }
      throw new Error('it was taken');
    })();
    expect(problem.code).toBe('runbook_invalid');
    for (const file of ['api-down.yml', 'worker-down.yml', 'broken.yml']) expect(problem.message).toContain(file);
    expect(problem.message).toMatch(/^\d things are wrong in the runbooks; the bot does not start:/);
  });

  test('that is not there says how to name another', () => {
    expect(() => readRunbookFolder(join(folder, 'none'), SURROUNDINGS)).toThrow(
      /There is no folder .*none; .*RUNBOOKS/,
    );
  });

  test('may be empty', () => {
    expect(read().all).toEqual([]);
  });
});

describe('the versions of a runbook', () => {
  test('are found by hash: today’s, and those that earlier runs kept', async () => {
    const store = texts();
    write('api-down.yml', runbookSource());
    await read().serve(store);
    write('api-down.yml', runbookSource({ title: 'Renamed' }));
    const runbooks = await read().serve(store);
    const [old, now] = [runbookOf(), runbookOf({ title: 'Renamed' })];
    expect(runbooks.current('api-down')).toMatchObject({ hash: hashOf(now), runbook: { title: 'Renamed' } });
    expect(await runbooks.version('api-down', hashOf(old))).toMatchObject({ title: 'API Down' });
    expect(await runbooks.version('api-down', hashOf(now))).toMatchObject({ title: 'Renamed' });
  });

  test('that nobody kept, or that cannot be read any more, are null', async () => {
    const store = texts();
    const runbooks = await read().serve(store);
    expect(runbooks.current('api-down')).toBeNull();
    expect(await runbooks.version('api-down', 'no such hash')).toBeNull();
    expect(await runbooks.version('api-down', await store.keep('id: something else'))).toBeNull();
  });
});
