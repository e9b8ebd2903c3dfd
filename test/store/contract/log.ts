import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import { event, projection, write } from '../builders.js';
import { type Subject } from './subject.js';

export function logContract(subject: () => Subject): void {
  describe('the log', () => {
    let store: Store;
    beforeEach(() => void ({ store } = subject()));

    test('events come back as they were written, numbered from one', async () => {
      const events = [event({ b: 1, a: [true, null, 'x'] }), event({}, { type: 'opened', version: 3, actor: 'bot' })];
      expect(await write(store, 'INC-1', { events })).toEqual({ seq: 2 });
      const expected = events.map((each, index) => ({ ...each, incident: 'INC-1', seq: index + 1, pruned: false }));
      expect(await store.load('INC-1')).toEqual(expected);
      expect(await store.load('INC-1', 1)).toEqual(expected.slice(1));
      expect(await store.load('INC-2')).toEqual([]);
    });

    test('NUL, lone surrogates, line separators and odd keys survive in payloads', async () => {
      const payload = JSON.parse(
        '{"__proto__":1,"\\u0000":"a\\u0000b","":"\\ud800","ü":"\\u2028😀\'\\"\\\\"}',
      ) as object;
      await write(store, 'INC-1', { events: [event(payload)] });
      const [stored] = await store.load('INC-1');
      expect(JSON.stringify(stored?.payload)).toBe(
        JSON.stringify(Object.fromEntries(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)))),
      );
      expect(await store.verify('INC-1')).toMatchObject({ intact: true });
    });

    test('NUL in an actor or a headline does not stop the append, and the chain stays whole', async () => {
      const wanted = { events: [event({}, { actor: 'terminal:a\0b' })], projection: projection({ headline: 'a\0b' }) };
      expect(await write(store, 'INC-1', wanted)).toEqual({ seq: 1 });
      expect((await store.find('INC-1'))?.headline).toBe('a\uFFFDb');
      expect(await store.verify('INC-1')).toMatchObject({ intact: true });
    });

    test('a writer who has not seen the newest event is refused as stale', async () => {
      await write(store, 'INC-1');
      expect(await write(store, 'INC-1')).toEqual({ refused: 'stale' });
      expect(await write(store, 'INC-1', { seen: 5 })).toEqual({ refused: 'stale' });
      expect(await store.load('INC-1')).toHaveLength(1);
    });

    test('of ten appends at once exactly one wins', async () => {
      const epoch = (await store.lease('INC-1', 'bot-1', 60_000)) ?? 0;
      const rivals = Array.from({ length: 10 }, (_, rival) =>
        write(store, 'INC-1', { epoch, events: [event({ rival })] }),
      );
      const results = await Promise.all(rivals);
      expect(results.filter((result) => 'seq' in result)).toEqual([{ seq: 1 }]);
      expect(results.filter((result) => 'refused' in result)).toEqual(Array(9).fill({ refused: 'stale' }));
      expect(await store.load('INC-1')).toHaveLength(1);
    });

    test('a refused append leaves nothing behind', async () => {
      await write(store, 'INC-1');
      await store.receive({ key: 'k', incident: 'INC-1', command: {} });
      await write(store, 'INC-1', { handled: ['k'], projection: projection({ headline: 'late' }) });
      expect(await store.waiting('bot-1', 10)).toHaveLength(1);
      expect((await store.find('INC-1'))?.headline).toBe('api down: out of memory');
    });
  });
}
