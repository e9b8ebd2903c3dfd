import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../demo/ports.js';
import { dataFolderLines } from '../../src/doctor/data-folder.js';
import { databaseLines } from '../../src/doctor/database.js';
import { portLine } from '../../src/doctor/port.js';
import { healthz, serveHttp } from '../../src/http-server.js';
import { openDoor } from '../../src/store/door.js';

let folder: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

describe('the data folder', () => {
  test('that is there and free, and one that is still to be made', async () => {
    expect(await dataFolderLines(folder, null)).toEqual([
      { mark: 'ok', about: 'Data folder', says: folder, mend: null },
      { mark: 'ok', about: 'Running bot', says: 'none has this data folder; npm start starts one', mend: null },
    ]);
    const [line] = await dataFolderLines(join(folder, 'not', 'yet'), null);
    expect(line).toMatchObject({ mark: 'ok', says: `${folder}/not/yet, made at the first start` });
  });

  test('of a running bot: the doctor needs no lock and says who has it', async () => {
    const door = await openDoor(folder, (visitor) => visitor.destroy());
    closing.push(() => door.close());
    const [, line] = await dataFolderLines(folder, null);
    expect(line).toMatchObject({ mark: 'ok', says: 'a bot is running here and has this data folder' });
    await expect(openDoor(folder, () => undefined)).rejects.toThrow(/Another bot is running/);
  });

  test('whose path is too long for a socket', async () => {
    expect(await dataFolderLines(join(folder, 'x'.repeat(100)), null)).toMatchObject([
      {
        mark: 'wrong',
        says: expect.stringMatching(/bytes too long for a socket/),
        mend: 'Set DATA_DIR to a shorter one',
      },
    ]);
  });

  test('that is a file', async () => {
    await writeFile(join(folder, 'data'), '');
    const [line] = await dataFolderLines(join(folder, 'data'), null);
    expect(line).toMatchObject({ mark: 'wrong', says: `${folder}/data is a file`, mend: 'set DATA_DIR to a folder' });
  });

  test('is not used where PostgreSQL is', async () => {
    expect(await dataFolderLines(folder, 'postgres://h/d')).toMatchObject([{ mark: 'skip' }]);
  });
});

describe('the database', () => {
  test('embedded: is not opened, since that is the bot’s', async () => {
    const [before] = await databaseLines(null, folder);
    expect(before).toMatchObject({ mark: 'ok', says: expect.stringContaining('at the first start') });
    await mkdir(join(folder, 'pglite'));
    const [after] = await databaseLines(null, folder);
    expect(after).toMatchObject({ mark: 'ok', says: expect.stringContaining(`in ${folder}/pglite; for one bot`) });
  });

  test('that refuses the connection', async () => {
    const [port = 0] = await freePorts(1);
    expect(await databaseLines(`postgres://bot:hunter2@127.0.0.1:${port}/bot`, folder)).toEqual([
      {
        mark: 'wrong',
        about: 'Database',
        says: `PostgreSQL at 127.0.0.1:${port}/bot: connect ECONNREFUSED 127.0.0.1:${port}`,
        mend: 'start PostgreSQL there, or correct host and port in DATABASE_URL',
      },
    ]);
  });

  test('whose URL cannot be taken apart: said without showing it', async () => {
    const [line] = await databaseLines('postgres://bot:hunter2@127.0.0.1:port/bot', folder);
    expect(line).toMatchObject({
      mark: 'wrong',
      says: expect.stringMatching(/^DATABASE_URL: cannot be read \(Invalid URL\)$/),
    });
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  test('that accepts and says nothing is given up on', async () => {
    const port = await silent();
    const [line] = await databaseLines(`postgres://127.0.0.1:${port}/bot`, folder);
    expect(line).toMatchObject({ mark: 'wrong', mend: expect.stringContaining('takes connections from this machine') });
    expect(line?.says).toMatch(/timeout|timed out/i);
  });
});

describe('the port', () => {
  const { signal } = new AbortController();

  test('free', async () => {
    const [port = 0] = await freePorts(1);
    expect(await portLine('0.0.0.0', port, signal)).toMatchObject({ mark: 'ok', says: `${port} is free` });
    expect(await portLine('0.0.0.0', 0, signal)).toMatchObject({ mark: 'skip' });
  });

  test.each([
    [null, 'ok', 'says it is ready'],
    ['the database does not answer', 'note', 'is not ready: the database does not answer'],
  ])('held by a bot (%s)', async (reason, mark, says) => {
    const http = await serveHttp({ '/healthz': healthz(() => Promise.resolve(reason)) }, '127.0.0.1', 0);
    closing.push(() => http.close());
    expect(await portLine('0.0.0.0', http.port, signal)).toMatchObject({
      mark,
      says: `the bot at ${http.port} ${says}`,
    });
  });

  test('held by something else, that speaks HTTP or not', async () => {
    const other = createServer((_request, response) => response.end('<html>'));
    const wrong = { mark: 'wrong', mend: 'stop it, or set PORT to another' };
    expect(await portLine('127.0.0.1', await listening(other), signal)).toMatchObject(wrong);
    expect(await portLine('127.0.0.1', await silent(), signal)).toMatchObject(wrong);
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** A port that takes connections and never says a word. */
async function silent(): Promise<number> {
  const port = await listening(
    createTcpServer((socket) => {
      closing.push(() => Promise.resolve(socket.destroy()));
      socket.on('error', () => undefined);
    }),
  );
  return port;
}
