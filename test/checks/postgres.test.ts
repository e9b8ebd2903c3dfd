import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { postgres } from '../../src/checks/postgres.js';
import { misfits } from '../../src/runbook/facts.js';
import { certificate } from './certificates.js';
import { never, words, world } from './builders.js';
import { closedPort, startTcp, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function ask(url: string, timeout = '20s') {
  const params = { type: 'postgres', url, timeout };
  const seen = await postgres.run(params, world(null), never);
  expect(misfits(postgres.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/hunter|h%75nter/);
  return { ...seen, line: words(seen.says) };
}

/** A server that answers the first message with this one. */
async function serve(answer: (socket: Socket) => void): Promise<string> {
  const server = await startTcp((socket) => socket.once('data', () => answer(socket)));
  open.push(server);
  return `postgres://api:hunter2@127.0.0.1:${server.port}/app`;
}

const LOGGED_IN = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** PostgreSQL's error message as it goes over the wire. */
function refusal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

describe('a PostgreSQL server that does not let the bot in', () => {
  test.each([
    [
      '28P01',
      'password authentication failed for user "api"',
      'auth',
      'login refused: password authentication failed for user "api"',
    ],
    ['3D000', 'database "app" does not exist', 'no_database', 'no login: database "app" does not exist'],
    ['53300', 'sorry, too many clients already', 'too_many_connections', 'no login: sorry, too many clients already'],
    ['57P03', 'the database system is starting up', 'starting', 'no login: the database system is starting up'],
    ['57P01', 'terminating connection', 'reset', 'connection closed by the other side'],
    ['XX000', 'odd: hunter2', 'other', 'no login: odd: •••'],
  ])('with SQLSTATE %s says why', async (code, message, error, line) => {
    const url = await serve((socket) => socket.end(refusal(code, message)));
    const seen = await ask(url);
    expect(seen.facts).toMatchObject({
      ok: false,
      accepting: code !== '57P03',
      error,
      version: '',
      connections: { unknown: expect.any(String) as unknown },
    });
    expect(seen.line).toBe(line);
  });

  test('hangs up', async () => {
    const { facts } = await ask(await serve((socket) => socket.destroy()));
    expect(facts).toMatchObject({ ok: false, error: 'reset' });
  });

  test('is silent', async () => {
    const { facts, line } = await ask(await serve(() => undefined), '150ms');
    expect(facts).toMatchObject({ ok: false, error: 'timeout' });
    expect(line).toBe('no answer in 150 ms');
  });

  test('speaks no TLS though asked to', async () => {
    const { facts } = await ask(`${await serve((socket) => socket.write('N'))}?sslmode=verify-full`);
    expect(facts).toMatchObject({ ok: false, error: 'tls' });
  });

  test('shows an expired certificate', async () => {
    const url = await serve((socket) => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, ...certificate('expired') }).on('error', () => undefined);
    });
    const { facts, line } = await ask(`${url}?sslmode=verify-full`);
    expect(facts).toMatchObject({ ok: false, accepting: false, error: 'tls', tls_error: 'expired' });
    expect(line).toBe('its TLS certificate has expired');
  });

  test('lets the bot in and then falls silent: it does accept connections', async () => {
    const url = await serve((socket) => socket.write(Buffer.concat([LOGGED_IN, READY])));
    const { facts } = await ask(url, '3s');
    expect(facts).toMatchObject({ ok: false, accepting: true, error: 'timeout' });
  });

  test('is not there', async () => {
    const { facts, line } = await ask(`postgres://api:h%75nter2@127.0.0.1:${await closedPort()}/app`);
    expect(facts).toMatchObject({
      ok: false,
      error: 'refused',
      message: expect.not.stringContaining('hunter') as unknown,
    });
    expect(line).toBe('connection refused');
  });

  test('has a name nobody knows', async () => {
    const { facts } = await ask('postgres://api:hunter2@no-such-host.invalid/app');
    expect(facts).toMatchObject({ ok: false, error: 'dns' });
  });

  test('is given up at once when the run is over', async () => {
    const run = new AbortController();
    const asked = postgres.run({ type: 'postgres', url: await serve(() => run.abort()) }, world(null), run.signal);
    await expect(asked).rejects.toThrow('the time for asking PostgreSQL was over');
  });

  test('has an address that is none', async () => {
    await expect(postgres.run({ type: 'postgres', url: '${x}hunter2' }, world(null), never)).rejects.toThrow(
      "api's database address is no postgres:// address",
    );
  });
});
