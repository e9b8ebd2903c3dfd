import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/store/open.js';
import { nextLine, startChild, type Child } from '../../store/children.js';
import { write } from '../../store/builders.js';

const KILLS = 10;

let template: string;
let folder: string;
let children: Child[];

// Making a database takes seconds, copying one does not.
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'crash-template-'));
  await (await openStore({ dataDir: template })).close();
});
afterAll(() => rm(template, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
  await cp(join(template, 'pglite'), join(folder, 'pglite'), { recursive: true });
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  await rm(folder, { recursive: true });
});

async function writer(): Promise<Child> {
  const child = startChild('child-append.ts', folder);
  children.push(child);
  expect(await nextLine(child)).toBe('ready');
  return child;
}

/** Kills the child while it writes; returns the highest sequence number it had acknowledged. */
async function killAfter(child: Child, acknowledgements: number): Promise<number> {
  let last = 0;
  for (let count = 0; count < acknowledgements; count += 1) last = Number(await nextLine(child));
  await child.kill();
  for (let next = await child.lines.next(); next.done !== true; next = await child.lines.next())
    last = Number(next.value);
  return last;
}

describe('PGlite in a data directory', () => {
  test('loses nothing that was acknowledged when its process is killed', async () => {
    let acknowledged = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) acknowledged = await killAfter(await writer(), kill * 3);
    const store = await openStore({ dataDir: folder });
    const events = await store.load('INC-1');
    expect(events.length).toBeGreaterThanOrEqual(acknowledged);
    expect(events.length % 2).toBe(0);
    expect(await store.verify('INC-1')).toMatchObject({ intact: true, events: events.length });
    expect(await store.find('INC-1')).toMatchObject({ seq: events.length });
    await store.close();
  });

  test('forgets the leases of the process that died, but not their epochs', async () => {
    await killAfter(await writer(), 1);
    const store = await openStore({ dataDir: folder });
    expect(await store.orphans(10)).toEqual(['INC-1']);
    expect(await store.lease('INC-1', 'bot-2', 60_000)).toBe(2);
    await store.close();
  });

  test('is refused to a second process, and to a second store in this one', async () => {
    const store = await openStore({ dataDir: folder });
    expect(await write(store, 'INC-1')).toEqual({ seq: 1 });
    const second = startChild('child-append.ts', folder);
    children.push(second);
    expect(await nextLine(second)).toBe('data_in_use');
    await expect(openStore({ dataDir: folder })).rejects.toMatchObject({ code: 'data_in_use' });
    expect(await store.load('INC-1')).toHaveLength(1);
    await store.close();
    await (await openStore({ dataDir: folder })).close();
  });

  test('says where the data is and that it survives a power loss', async () => {
    const store = await openStore({ dataDir: folder });
    expect(store.describe()).toBe(`PGlite in ${folder}/pglite; what is acknowledged survives a power loss`);
    await store.close();
  });

  test('a first start that was killed half-way leaves nothing that hinders the next', async () => {
    await rm(join(folder, 'pglite'), { recursive: true });
    for (const afterMs of [200, 700, 1_200]) {
      const child = startChild('child-append.ts', folder);
      children.push(child);
      await sleep(afterMs);
      await child.kill();
    }
    await writer();
  });
});
