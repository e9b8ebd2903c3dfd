import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../store/database.js';
import { Asking, PASSWORD, type Seen } from './asking.js';

const WAIT = 'while true; do sleep 1; done';

let asking: Asking;
let database: TestDatabase;
let role: string;

beforeAll(async () => {
  asking = await Asking.open();
  database = await createDatabase();
  role = new URL(database.url).pathname.slice(1);
  await database.admin(`create role ${role} login password '${PASSWORD}'`);
});
afterEach(() => asking.sandbox.clear());
afterAll(async () => {
  await asking.close();
  await database.drop();
  await database.admin(`drop role ${role}`);
});

/** The test's database, from a container that sees the host's network. */
function address(change: { password?: string; name?: string; port?: string } = {}): string {
  const url = new URL(database.url);
  url.username = role;
  url.password = change.password ?? PASSWORD;
  url.pathname = change.name ?? url.pathname;
  url.port = change.port ?? url.port;
  return url.href;
}

/** A container with this address, which first does something; asked once it did. */
async function logIn(url: string | null, first = 'true'): Promise<Seen> {
  const given = url === null ? [] : ['-e', `DATABASE_URL=${url}`];
  const id = await asking.sandbox.run(`${first}; touch /ready; ${WAIT}`, '--network', 'host', ...given);
  await asking.sandbox.docker.run(['exec', id, 'sh', '-c', 'until [ -e /ready ]; do sleep 0.05; done']);
  return asking.ask('inside', { postgres: 'DATABASE_URL', timeout: '8s' });
}

describe('a login from within a real container, with its own address', () => {
  test('works', async () => {
    const { facts, line } = await logIn(address());
    expect(facts).toMatchObject({ ok: true, error: '', message: '', tool: 'psycopg2' });
    expect(line).toMatch(/^login, \d+ ms$/);
  });

  test('works with the driver written into the address', async () => {
    const { facts } = await logIn(address().replace(/^postgres(ql)?:/, 'postgresql+psycopg2:'));
    expect(facts).toMatchObject({ ok: true });
  });

  test('is refused for a wrong password', async () => {
    const { facts, line } = await logIn(address({ password: 'not-this-one' }));
    expect(facts).toMatchObject({ ok: false, error: 'auth' });
    expect(line).toContain(`login refused: OperationalError: `);
    expect(line).toContain(`password authentication failed for user "${role}"`);
    expect(line).not.toContain('not-this-one');
  });

  test('finds no such database, and nobody at a wrong port', async () => {
    expect((await logIn(address({ name: 'no_such_database' }))).facts).toMatchObject({
      ok: false,
      error: 'no_database',
    });
    await asking.sandbox.clear();
    const { facts, line } = await logIn(address({ port: '1' }));
    expect(facts).toMatchObject({ ok: false, error: 'refused' });
    expect(line).toBe('connection refused');
  });

  test('finds no address where the variable is not set or holds another one', async () => {
    expect((await logIn(null)).facts).toMatchObject({ ok: false, error: 'no_address' });
    await asking.sandbox.clear();
    expect((await logIn('mysql://db/app')).facts).toMatchObject({ ok: false, error: 'no_address' });
  });

  test('without a driver tells what it can: a closed port for certain, an open one as open', async () => {
    const bare = 'rm -rf /usr/lib/python3/dist-packages/psycopg2*';
    expect((await logIn(address({ port: '1' }), bare)).facts).toMatchObject({
      ok: false,
      error: 'refused',
      tool: 'python3',
    });
    await asking.sandbox.clear();
    const { facts, line } = await logIn(address(), bare);
    expect(facts['ok']).toMatchObject({ unknown: expect.stringContaining('no PostgreSQL driver') as unknown });
    expect(line).toBe('port open; no PostgreSQL driver in the container to log in with');
  });
});
