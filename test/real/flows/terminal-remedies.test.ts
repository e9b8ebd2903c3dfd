import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { configFor } from '../../../demo/bot-process.js';
import type { Stack } from '../../../demo/stack.js';
import { packageRoot } from '../../../src/package-root.js';
import { startFlow, type Flow } from './flow.js';
import { mending, startsSince, stopRedis } from './mending.js';
import { program, type Ended } from './program.js';
import { headerOf } from './reading.js';
import { runbookFolder, type RunbookFolder } from './runbooks.js';
import { approveLabel, cancelAll, Scene, WATCHED } from './scene.js';

let flow: Flow;
let runbooks: RunbookFolder;
let folder: string;
let since: Date;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'terminal-'));
  runbooks = await runbookFolder({
    'redis-low.yml': mending({ id: 'redis-low', risk: 'low' }),
    'redis-medium.yml': mending({ id: 'redis-medium', risk: 'medium' }),
    'redis-high.yml': mending({ id: 'redis-high', risk: 'high' }),
  });
  flow = await startFlow({ name: 'terminals', env: { RUNBOOKS: runbooks.path }, config: withLogin });
  await writeFile(join(folder, 'config.yml'), stringify(withLogin(configFor(flow.stack))));
  const observing = { ...withLogin(configFor(flow.stack)), mode: 'observe' };
  await writeFile(join(folder, 'observe.yml'), stringify(observing));
});

afterAll(async () => {
  await flow.stop();
  await runbooks.remove();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await cancelAll(flow.workspace);
  await stopRedis(flow.stack);
  since = new Date();
});

/** Whoever runs these tests may approve, and break the glass. */
function withLogin(fitting: object): object {
  const { people, ...rest } = fitting as { people: Record<string, object> };
  const { username } = userInfo();
  const more = Object.entries(people).map(([name, party]) => [name, { ...party, terminal: [username] }] as const);
  return { ...rest, people: Object.fromEntries(more) };
}

const environment = (over: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  DATA_DIR: flow.bot.dataDir,
  CONFIG: join(folder, 'config.yml'),
  RUNBOOKS: runbooks.path,
  DOCKER_HOST: flow.stack.engine.host,
  ...over,
});
const MAIN = 'dist/src/terminal/main.js';
const incident = (words: string, over: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  program(MAIN, words.split(' '), environment(over));
const starts = (stack: Stack = flow.stack): Promise<number> => startsSince(stack, since);

describe('the incident program beside the bot', () => {
  test('does at once what needs nobody’s yes, and says how it goes', async () => {
    expect((await incident('redis-low')).out).toMatch(
      /^Do: incident remedy start INC-\d+ \(low risk, nobody else is asked\)$/m,
    );
    const { code, out } = await incident('remedy start');
    expect(out).toMatch(/^Done: started /m);
    expect(out).toContain('✅ redis up: remedy verified');
    expect(code).toBe(0);
    expect(await starts()).toBe(1);
    expect((await incident('resolve started it')).out).toContain('redis up: resolved');
  });

  test('does at once what the asker’s own yes suffices for', async () => {
    await incident('redis-medium');
    const { code, out } = await incident('remedy start');
    expect(out).toContain(`${userInfo().username} said yes `);
    expect(code).toBe(0);
    await incident('resolve started it');
  });

  test('asks in Slack where somebody else must say yes, waits for it, and says how it ends', async () => {
    const scene = await Scene.open(flow, '/incident redis-high');
    const typed = incident('remedy start');
    await scene.shows(/approval wanted/);
    const request = await scene.news(/^✋ .*\?$/);
    expect(await starts()).toBe(0);
    expect((await incident('approve')).out).toContain('Press “Approve” in Slack, where it is certain who presses.');
    // Nobody knows who sits at the terminal: it might be one of the two.
    for (const approver of ['sam', 'lee']) await scene.press(approver, approveLabel(request), request);
    const { code, out } = await typed;
    scene.note('In the terminal, incident remedy start says:', out);
    expect(out).toContain('It is approved in Slack; this waits.');
    expect(out).toMatch(/^U\w+ said yes /m);
    expect(out).toContain('✅ redis up: remedy verified');
    expect(code).toBe(0);
    expect(await starts()).toBe(1);
    await scene.end('asked-in-a-terminal');
  });

  test('breaks the glass while Slack is down', async () => {
    const { faults } = flow.workspace;
    const scene = await Scene.open(flow, '/incident redis-high');
    for (const method of ['chat.postMessage', 'chat.update', 'usergroups.users.list', 'auth.test'])
      faults.add({ method, kind: 'http_500', times: 1_000 });
    const { code, out } = await incident('break-glass start Slack is down').finally(() => faults.clear());
    scene.note('While Slack is down, in the terminal, incident break-glass start says:', out);
    expect(out).toContain('Slack is down.');
    expect(out).toContain('✅ redis up: remedy verified');
    expect(code).toBe(0);
    expect(await starts()).toBe(1);
    await scene.news(/^⚠️ .*: approval skipped$/);
    await scene.shows(WATCHED);
    expect(headerOf(scene.card)).toContain('redis up');
    await scene.end('break-glass-in-a-terminal');
  });
});

describe('the incident program alone', () => {
  test('does it itself, and ends only when it is verified', async () => {
    const own = { DATA_DIR: join(folder, 'own') };
    expect((await incident('redis-low', own)).code).toBe(1);
    const { code, out } = await incident('remedy start', own);
    expect(out).toContain('✅ redis up: remedy verified');
    expect(out).toContain('Nobody watches it while no bot runs.');
    expect(code).toBe(0);
    expect(await starts()).toBe(1);
  });

  test('is not ended by Ctrl-C before it is known what became of it', async () => {
    const own = { DATA_DIR: join(folder, 'interrupted') };
    await incident('redis-low', own);
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [MAIN, 'remedy', 'start'], {
      cwd: packageRoot(),
      env: { PATH, HOME, ...environment(own) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (data: Buffer) => {
      if (data.toString().includes('Started ')) child.kill('SIGINT');
    });
    const [out] = await Promise.all([text(child.stdout), new Promise((resolve) => child.once('close', resolve))]);
    expect(out).toMatch(/^Done: started /m);
    expect(await starts()).toBe(1);
    expect((await incident('status', own)).out).not.toContain('outcome unknown');
  });

  test('says that nobody is asked where a yes is needed and no bot runs', async () => {
    const own = { DATA_DIR: join(folder, 'lonely') };
    await incident('redis-high', own);
    const { code, out } = await incident('remedy start', own);
    expect(out.replace(/\s+/g, ' ')).toContain('No bot runs here, so nobody is asked.');
    expect(code).toBe(2);
    expect(await starts()).toBe(0);
  });

  test('offers nothing where the bot only observes, and says why', async () => {
    const own = { DATA_DIR: join(folder, 'observing'), CONFIG: join(folder, 'observe.yml') };
    const found = await incident('redis-low', own);
    expect(found.out).toContain('No remedies: the bot only observes here (mode: observe in config.yml).');
    expect(found.out).not.toContain('Do: incident');
    expect((await incident('remedy start', own)).out).toContain('Nothing was asked for.');
    expect(await starts()).toBe(0);
  });
});
