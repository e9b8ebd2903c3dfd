import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { stringify } from 'yaml';
import { BotProcess } from '../../../demo/bot-process.js';
import type { Workspace } from '../../../playground/workspace.js';
import { packageRoot } from '../../../src/package-root.js';
import { openStore } from '../../../src/store/open.js';
import { Sandbox } from '../docker/sandbox.js';
import { startWorkspace } from '../flows/flow.js';
import { portRunbook } from '../flows/runbooks.js';
import { createDatabase, type TestDatabase } from '../store/database.js';
import { startProxy } from '../store/proxy.js';
import { program, type Ended } from '../flows/program.js';

const PROGRAM = 'dist/src/terminal/main.js';

let sandbox: Sandbox;
let workspace: Workspace;
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open();
  workspace = await startWorkspace();
});

afterAll(async () => {
  await sandbox.clear();
  await workspace.stop();
});

beforeEach(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  await mkdir(join(folder, 'runbooks'));
  await writeFile(join(folder, 'runbooks/shop-down.yml'), portRunbook('shop-down', 'shop'));
  const { botToken, appToken } = workspace.identity;
  env = {
    ...{ SLACK_API_URL: workspace.apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, PORT: '0' },
    ...{ DATABASE_URL: database.url, DATA_DIR: join(folder, 'data'), DOCKER_HOST: sandbox.docker.host },
    ...{ CONFIG: await config(), RUNBOOKS: join(folder, 'runbooks') },
  };
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Writes a config.yml whose service is the sandbox's, and whatever else is said; returns where. */
async function config(more: object = {}): Promise<string> {
  const path = join(folder, 'config.yml');
  const { container } = sandbox.service;
  const shop = { container, values: { host: '127.0.0.1', port: '1' } };
  await writeFile(path, stringify({ services: { shop }, ...more }));
  return path;
}

/** `incident doctor` in the environment of this test, with changes; no secret of it is ever shown. */
async function doctor(changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const ended = await program(PROGRAM, ['doctor'], { ...env, ...changes });
  expect(ended.err).toBe('');
  expect(ended.out).not.toContain(workspace.identity.botToken);
  return ended;
}

/** The lines about something. */
function about({ out }: Ended, subject: string): string[] {
  return out.split('\n').filter((line) => line.slice(7).startsWith(`${subject}: `));
}

const wrongs = ({ out }: Ended): string[] => out.split('\n').filter((line) => line.startsWith('wrong'));

/** A container of the service; it goes with the test. */
async function runContainer(): Promise<void> {
  closing.push(() => sandbox.clear());
  await sandbox.run('exec sleep 600', '--stop-signal', 'KILL');
}

async function sql(statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client
    .query<Record<string, unknown>>(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

describe('where all is well', () => {
  test('every line is ok, exit code 0, and nothing was changed', async () => {
    await runContainer();
    const ended = await doctor();
    expect(wrongs(ended)).toEqual([]);
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/\nNothing is wrong; \d could not be looked at\.\n$/);
    expect(about(ended, 'Configuration')).toEqual(['ok     Configuration: 1 service, 1 Docker host']);
    expect(about(ended, 'Runbooks')).toEqual(['ok     Runbooks: shop-down']);
    expect(about(ended, 'Database')[0]).toMatch(
      /^ok {5}Database: PostgreSQL at [\w.]+:\d+\/test_\w+, version \d+\.\d+/,
    );
    expect(about(ended, 'Tables')).toEqual([
      'note   Tables: 0001_events.sql, 0002_holders.sql, 0003_record.sql are applied at the next start',
    ]);
    expect(about(ended, "Clock beside the database's clock")[0]).toMatch(/^ok /);
    expect(about(ended, 'Slack token')[0]).toMatch(/^ok {5}Slack token: Acme, as runbook/);
    expect(about(ended, 'Docker on host local')[0]).toMatch(
      /^ok {5}Docker on host local: engine \d+\.\d+\S* at unix:\/\/\S+ \(API 1\.\d+, cgroup v[12]\)$/,
    );
    expect(about(ended, 'Service shop')[0]).toMatch(/^ok {5}Service shop: container \w+ on local, running$/);
    expect(await sql("select count(*)::int as tables from pg_tables where schemaname = 'public'")).toEqual([
      { tables: 0 },
    ]);
  });

  test('a program reads the same as JSON', async () => {
    await runContainer();
    const { out, code } = await program(PROGRAM, ['doctor', '--json'], env);
    const said = JSON.parse(out) as { ok: boolean; lines: { mark: string; about: string }[] };
    expect({ code, ok: said.ok }).toEqual({ code: 0, ok: true });
    expect(said.lines.map((line) => line.about)).toContain('Service shop');
  });

  test('another word after doctor is not understood', async () => {
    const { err, code } = await program(PROGRAM, ['doctor', 'who'], env);
    expect(err).toBe('Say: incident doctor, or incident doctor --json. Nothing was looked at.\n');
    expect(code).toBe(3);
  });
});

describe('beside a running bot', () => {
  test('looks without its lock, says that it runs and whether it is ready', async () => {
    const { botToken, signingSecret } = workspace.identity;
    const dataDir = join(folder, 'data');
    const bot = await BotProcess.start({
      slack: { apiUrl: workspace.apiUrl, botToken, signingSecret },
      config: { services: { shop: { container: { name: 'none' }, values: { host: '127.0.0.1', port: '1' } } } },
      dataDir,
      env: { RUNBOOKS: join(folder, 'runbooks'), DOCKER_HOST: sandbox.docker.host },
    });
    closing.push(() => bot.stop());
    const ended = await doctor({ DATABASE_URL: '', DATA_DIR: dataDir, PORT: String(bot.port), HOST: '127.0.0.1' });
    expect(about(ended, 'Running bot')).toEqual(['ok     Running bot: a bot is running here and has this data folder']);
    expect(about(ended, 'Port')).toEqual([`ok     Port: the bot at ${bot.port} says it is ready`]);
    expect(about(ended, 'Database')[0]).toContain('the embedded one in');
  });
});

describe('Docker', () => {
  test('a service without a container, and one that means two', async () => {
    const none = await doctor();
    expect(about(none, 'Service shop')).toEqual([
      `wrong  Service shop: no container with the Compose project ${sandbox.project} and service api on local → start it, or correct services.shop.container in config.yml`,
    ]);
    expect(none.code).toBe(1);
    await runContainer();
    await runContainer();
    const two = await doctor();
    expect(about(two, 'Service shop')[0]).toMatch(
      /^wrong {2}Service shop: shop means 2 containers on host local \(\w+, \w+\); .* → let services\.shop\.container in config\.yml name one, or remove the others$/,
    );
  });

  test('a socket without rights: which group to join', async () => {
    const path = join(folder, 'engine.sock');
    const relay = createServer((client) =>
      client.pipe(connect(sandbox.docker.host.slice('unix://'.length))).pipe(client),
    );
    relay.listen(path);
    await once(relay, 'listening');
    closing.push(() => new Promise((resolve) => relay.close(resolve)));
    await chmod(path, 0o000);
    const ended = await powerless(['doctor'], { ...env, DOCKER_HOST: `unix://${path}` });
    expect(about(ended, 'Docker on host local')[0]).toMatch(
      new RegExp(
        `^wrong  Docker on host local: cannot be asked: the bot has no permission for unix://${path} → .*group that owns the socket \\(usually docker\\)`,
      ),
    );
    expect(about(ended, 'Service shop')).toEqual(['skip   Service shop: Docker on host local comes first']);
    expect(wrongs(ended)).toHaveLength(1);
  });

  test('one host that is away does not hide the others', async () => {
    await runContainer();
    const CONFIG = await config({ docker: { hosts: { far: { host: 'tcp://127.0.0.1:9' } } } });
    const ended = await doctor({ CONFIG });
    expect(about(ended, 'Docker on host far')[0]).toMatch(
      /^wrong {2}Docker on host far: does not answer: tcp:\/\/127\.0\.0\.1:9 refused the connection → /,
    );
    expect(about(ended, 'Service shop')[0]).toMatch(/^ok/);
    expect(wrongs(ended)).toHaveLength(1);
  });
});

describe('the data folder', () => {
  test('that this user may not write', async () => {
    const locked = join(folder, 'locked');
    await mkdir(locked, { mode: 0o500 });
    const ended = await powerless(['doctor'], { ...env, DATABASE_URL: '', DATA_DIR: join(locked, 'data') });
    expect(about(ended, 'Data folder')[0]).toBe(
      `wrong  Data folder: ${locked} may not be written by this user → set DATA_DIR to a folder of the bot's user, or give it this one (chown)`,
    );
  });
});

describe('PostgreSQL', () => {
  const broken = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  test('with the tables of this version, of an older and of a newer one', async () => {
    const store = await openStore({ databaseUrl: database.url, dataDir: folder });
    await store.close();
    expect(about(await doctor(), 'Tables')).toEqual(['ok     Tables: up to date']);
    await sql("insert into migrations values ('9999_later.sql', now())");
    const newer = await doctor();
    expect(about(newer, 'Tables')).toEqual([
      'wrong  Tables: a newer bot has used this database (9999_later.sql) → update this bot, or give it a database of its own',
    ]);
  });

  test('that is not there by that name, or that refuses the login', async () => {
    const missing = await doctor({ DATABASE_URL: broken((url) => (url.pathname = 'no_such_database')) });
    expect(about(missing, 'Database')[0]).toMatch(
      /^wrong .*database "no_such_database" does not exist → create the database, or correct its name in DATABASE_URL$/,
    );
    const login = await doctor({
      DATABASE_URL: broken((url) => {
        url.username = 'nobody_here';
        url.password = 'hunter2hunter2';
      }),
    });
    expect(about(login, 'Database')[0]).toMatch(/^wrong .* → correct user and password in DATABASE_URL/);
    expect(login.out).not.toContain('hunter2');
  });

  test('that takes no changes, or no tables of this user', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.admin(`alter database ${name} set default_transaction_read_only = on`);
    expect(about(await doctor(), 'Database')[0]).toMatch(
      /^wrong .* takes no changes .* → let DATABASE_URL name the primary$/,
    );
    await database.admin(`alter database ${name} reset default_transaction_read_only`);
    const role = `guest_${name}`;
    await database.admin(`create role ${role} login password 'guest-password'`);
    closing.push(() => database.admin(`drop role ${role}`));
    await sql('revoke create on schema public from public');
    const guest = await doctor({
      DATABASE_URL: broken((url) => {
        url.username = role;
        url.password = 'guest-password';
      }),
    });
    expect(about(guest, 'Tables')[0]).toMatch(
      /^wrong .*may make no tables in .* → as the database's owner: GRANT CREATE/,
    );
  });

  test('that went silent keeps neither the other answers nor the program', async () => {
    const proxy = await startProxy(database.url);
    closing.push(() => proxy.close());
    proxy.freeze();
    const ended = await doctor({ DATABASE_URL: proxy.url });
    expect(about(ended, 'Database')[0]).toMatch(/^wrong .*(timeout|no answer within).* → check DATABASE_URL/);
    expect(about(ended, 'Slack token')[0]).toMatch(/^ok/);
  });

  test('whose clock differs from this machine’s', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await sql(
      "create function public.clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.now() + interval '10 min' $$",
    );
    await database.admin(`alter database ${name} set search_path = public, pg_catalog`);
    expect(about(await doctor(), "Clock beside the database's clock")[0]).toMatch(
      /^wrong .*this machine is (10 min|9 min \d\d s|10 min \d s) behind the database's clock; .* → let NTP set the clock/,
    );
  });
});

test('everything at once: config.yml, environment, a runbook, Slack and the database, no secret shown', async () => {
  await writeFile(join(folder, 'config.yml'), 'services: { shop: { contaner: { name: x } } }\n');
  await writeFile(
    join(folder, 'runbooks/shop-down.yml'),
    portRunbook('shop-down', 'shop').replace('users_feel: port', 'users_feel: prot'),
  );
  const ended = await doctor({
    ...{ SLACK_BOT_TOKEN: 'xoxb-hunter2-hunter2', SLACK_APP_TOKEN: 'xapp-hunter2', LOG_LEVEL: 'loud' },
    ...{ DATABASE_URL: 'postgres://bot:hunter2%@127.0.0.1:1/bot', DOCKER_HOST: `unix://${folder}/none.sock` },
  });
  expect(ended.code).toBe(1);
  expect(ended.out).not.toContain('hunter2');
  const subjects = wrongs(ended).map((line) => line.slice(7).split(': ')[0]);
  expect(new Set(subjects)).toEqual(
    new Set(['Configuration', 'Runbooks', 'Database', 'Slack token', 'App token', 'Docker on host local']),
  );
  for (const part of ['contaner', 'LOG_LEVEL', 'prot', 'invalid_auth', 'there is no socket at'])
    expect(ended.out).toContain(part);
  expect(wrongs(ended).every((line) => line.includes(' → '))).toBe(true);
  expect(ended.out).toMatch(/\n\d+ things are wrong; \d could not be looked at\.\n$/);
});

/** The program without root's right to pass over file modes; what it may do is what its owner may. */
async function powerless(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const root = process.getuid?.() === 0;
  const command = [process.execPath, join(packageRoot(), PROGRAM), ...args];
  const drop = [
    'setpriv',
    '--bounding-set=-dac_override,-dac_read_search',
    '--inh-caps=-dac_override,-dac_read_search',
  ];
  const [file = '', ...rest] = root ? [...drop, ...command] : command;
  const { PATH, HOME } = process.env;
  const child = spawn(file, rest, { cwd: packageRoot(), env: { PATH, HOME, ...environment } });
  const ended = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  return { code, out, err };
}
