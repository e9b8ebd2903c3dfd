import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import { openStore } from '../../../src/store/open.js';
import { write } from '../../store/builders.js';
import { createDatabase, type TestDatabase } from './database.js';
import { startProxy, type Proxy } from './proxy.js';

const UNAVAILABLE = { code: 'store_unavailable' };

let database: TestDatabase;
let proxy: Proxy;
let store: Store;

beforeEach(async () => {
  database = await createDatabase();
  proxy = await startProxy(database.url);
  store = await openStore({ databaseUrl: proxy.url, dataDir: '/nowhere' });
});
afterEach(async () => {
  await store.close();
  await proxy.close();
  await database.drop();
});

/** Asks until the store answers again. */
async function answersAgain(): Promise<void> {
  for (;;) {
    const answered = await store.now().then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
}

describe('a PostgreSQL that goes away', () => {
  test('and refuses connections is reported, and used again when it returns', async () => {
    expect(await write(store, 'INC-1')).toEqual({ seq: 1 });
    proxy.cut();
    await expect(store.load('INC-1')).rejects.toMatchObject(UNAVAILABLE);
    await expect(write(store, 'INC-1', { seen: 1 })).rejects.toMatchObject(UNAVAILABLE);
    proxy.mend();
    await answersAgain();
    expect(await write(store, 'INC-1', { seen: 1 })).toEqual({ seq: 2 });
  });

  test('in the middle of many calls fails each of them in words, and loses nothing acknowledged', async () => {
    const wishes = Array.from({ length: 200 }, (_, n) => store.receive({ key: `k${n}`, incident: null, command: {} }));
    const settled = Promise.allSettled(wishes);
    // A machine that stalls may make it late, which is refused as well.
    await wishes[20]?.catch(() => undefined);
    proxy.cut();
    const results = await settled;
    proxy.mend();
    await answersAgain();
    const waiting = new Set((await store.waiting('bot-1', 1_000)).map(({ key }) => key));
    for (const [n, result] of results.entries()) {
      if (result.status === 'fulfilled') expect(waiting).toContain(`k${n}`);
      else expect(result.reason).toMatchObject(UNAVAILABLE);
    }
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
  });

  test('and falls silent: what people wait for says so within 1.5 seconds, the rest within five', async () => {
    await store.now();
    proxy.freeze();
    const refused: string[] = [];
    // The limits are told by their words and their order: on a machine that stalls a clock would tell of the machine.
    const refuses = async (what: string, call: Promise<unknown>, limitMs: number) => {
      // The driver's own limit, a little longer, is first where the machine stalls.
      const message = expect.stringMatching(new RegExp(`no answer within ${limitMs} ms|timeout`));
      await expect(call).rejects.toMatchObject({ ...UNAVAILABLE, message });
      refused.push(what);
    };
    await Promise.all([
      refuses('append', write(store, 'INC-1'), 5_000),
      refuses('load', store.load('INC-1'), 1_500),
      refuses('receive', store.receive({ key: 'a', incident: null, command: {} }), 1_500),
    ]);
    expect(refused).toEqual(['load', 'receive', 'append']);
    proxy.mend();
    await answersAgain();
    expect(await write(store, 'INC-1')).toEqual({ seq: 1 });
  });

  test('and falls silent does not keep the store from closing', async () => {
    store.onHint(() => undefined);
    await store.now();
    proxy.freeze();
    const began = performance.now();
    await store.close();
    // Sooner than a container is killed that was asked to stop.
    expect(performance.now() - began).toBeLessThan(10_000);
    proxy.mend();
    store = await openStore({ databaseUrl: proxy.url, dataDir: '/nowhere' });
  });

  test('with its backends terminated is used again at once, and hints arrive again', async () => {
    let hints = 0;
    store.onHint(() => (hints += 1));
    while (hints === 0) await answersAgain();
    const before = hints;
    // Until they are gone: one that goes later would take a call along that is made then.
    await database.admin(
      `select pg_terminate_backend(pid, 30000) from pg_stat_activity where datname = '${new URL(database.url).pathname.slice(1)}'`,
    );
    await answersAgain();
    while (hints === before) await answersAgain();
    expect(await write(store, 'INC-1')).toEqual({ seq: 1 });
  });

  test('before the start is told with host and reason', async () => {
    proxy.cut();
    const opening = openStore({ databaseUrl: proxy.url, dataDir: '/nowhere' });
    await expect(opening).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining(new URL(proxy.url).host),
    });
    proxy.mend();
    const nobody = new URL(proxy.url);
    nobody.pathname = '/no_such_database';
    await expect(openStore({ databaseUrl: nobody.href, dataDir: '/nowhere' })).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('refused our login'),
    });
  });
});
