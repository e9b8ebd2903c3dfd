import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { knock, openDoor, type Door } from '../../src/store/door.js';
import { nextLine, startChild, type Child } from './children.js';

let folder: string;
let children: Child[];
let doors: Door[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'door-'));
  children = [];
  doors = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  await Promise.all(doors.map((door) => door.close()));
  await rm(folder, { recursive: true });
});

async function open(greeting = 'hello'): Promise<Door> {
  const door = await openDoor(folder, (visitor) => visitor.end(greeting));
  doors.push(door);
  return door;
}

function child(): Child {
  const started = startChild('child-door.ts', folder);
  children.push(started);
  return started;
}

async function heard(): Promise<string | null> {
  const socket = await knock(folder);
  return socket === null ? null : text(socket);
}

describe('the door of a data directory', () => {
  test('leads to whoever holds the directory, and to nobody afterwards', async () => {
    expect(await heard()).toBeNull();
    const door = await open();
    expect(await heard()).toBe('hello');
    await door.close();
    expect(await heard()).toBeNull();
  });

  test('is for its owner alone', async () => {
    await rm(folder, { recursive: true });
    await open();
    expect((await stat(join(folder, 'bot.sock'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('is not opened twice', async () => {
    await open('first');
    await expect(open('second')).rejects.toMatchObject({ code: 'data_in_use' });
    expect(await heard()).toBe('first');
  });

  test('of five who come at once one gets in', async () => {
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(open));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'data_in_use' });
  });

  test('closing hangs up on visitors who stay', async () => {
    const door = await openDoor(folder, () => undefined);
    const visitor = await knock(folder);
    if (visitor === null) throw new Error('Nobody opened');
    const goodbye = text(visitor);
    await door.close();
    expect(await goodbye).toBe('');
  });

  test('can be taken again and again, and leaves no more than two old claims', async () => {
    for (let round = 0; round < 5; round += 1) await (await open()).close();
    await open();
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('bot.lock.')).sort()).toEqual(['bot.lock.5', 'bot.lock.6']);
    expect(names).toHaveLength(3);
  });

  test('a path too long for a socket is refused with the excess', async () => {
    const deep = join(folder, 'x'.repeat(100));
    await mkdir(deep);
    await expect(openDoor(deep, () => undefined)).rejects.toMatchObject({ code: 'config_invalid' });
  });

  test('a folder that cannot be made is refused with the reason', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openDoor(join(folder, 'file', 'data'), () => undefined)).rejects.toMatchObject({
      code: 'config_invalid',
    });
  });

  test('of processes that race after a crash exactly one wins, each time', async () => {
    let holder = child();
    expect(await nextLine(holder)).toBe('taken');
    for (let crash = 0; crash < 4; crash += 1) {
      await holder.kill();
      const rivals = [child(), child(), child()];
      const words = await Promise.all(rivals.map(nextLine));
      expect(words.toSorted()).toEqual(['data_in_use', 'data_in_use', 'taken']);
      holder = rivals[words.indexOf('taken')] ?? holder;
      expect(await heard()).toBe(String(holder.process.pid));
    }
  });
});
