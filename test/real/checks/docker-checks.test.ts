import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../../../src/checks/index.js';
import type { World } from '../../../src/checks/check.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { isUnknown, misfits, type Facts } from '../../../src/runbook/facts.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { words } from '../../checks/builders.js';
import { until } from '../../until.js';
import { Sandbox } from '../docker/sandbox.js';

const never = new AbortController().signal;
const FOREVER = 'while true; do sleep 1; done';

let sandbox: Sandbox;
let containers: DockerContainers;
let world: World;

beforeAll(async () => {
  sandbox = await Sandbox.open();
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
  const clean = (text: string): string => maskSecrets(cleanText(text));
  world = { service: sandbox.service, services: {}, containers, clean, now: () => new Date() };
});

afterEach(() => sandbox.clear());
afterAll(() => containers.close());

async function ask(type: string, more: object = {}): Promise<{ readonly facts: Facts; readonly line: string }> {
  const check = checks[type];
  if (check === undefined) throw new Error(`no check ${type}`);
  const seen = await check.run({ type, ...more }, world, never);
  expect(misfits(check.facts({ type, ...more }), seen.facts)).toEqual([]);
  return { facts: seen.facts, line: words(seen.says) };
}

/** The facts of the container check once they hold this. */
async function containerOnce(fact: string, value: unknown): Promise<{ readonly facts: Facts; readonly line: string }> {
  await until(async () => (await ask('container')).facts[fact] === value, `container.${fact} is ${String(value)}`);
  return ask('container');
}

describe('how a real container ended', () => {
  test('killed for memory', async () => {
    await sandbox.run('python3 -c "x = bytearray(500_000_000)"', '-m', '32m', '--memory-swap', '32m');
    // The engine hears of both at once, in either order.
    await containerOnce('ooms_recent', 1);
    const { facts, line } = await containerOnce('status', 'exited');
    expect(facts).toMatchObject({
      oom_killed: true,
      stopped_by_hand: false,
      exit_code: 137,
      exits_recent: 1,
      ooms_recent: 1,
    });
    expect(line).toMatch(/^exited <.*>, code 137: killed by the kernel for memory$/);
  });

  test('stopped by hand', async () => {
    const id = await sandbox.run(FOREVER, '--init');
    await sandbox.docker.run(['stop', id]);
    const { facts } = await ask('container');
    expect(facts).toMatchObject({ status: 'exited', oom_killed: false, stopped_by_hand: true, exit_code: 143 });
  });

  test('crashed, and its log says why', async () => {
    await sandbox.run('python3 -c "import no_such_module"');
    expect((await containerOnce('status', 'exited')).facts).toMatchObject({
      exit_code: 1,
      oom_killed: false,
      stopped_by_hand: false,
    });
    const { facts, line } = await ask('logs', { find: { import_error: 'ModuleNotFoundError' } });
    expect(facts['last_exception']).toBe("ModuleNotFoundError: No module named 'no_such_module'");
    expect(facts['missing_module']).toBe('no_such_module');
    expect(facts['import_error']).toHaveLength(1);
    expect(line).toMatch(/^\d lines read: 1 of import error$/);
  });

  test('restarting again and again', async () => {
    await sandbox.run('echo once more; exit 3', '--restart', 'always');
    await until(async () => {
      const { facts } = await ask('container');
      return Number(facts['restarts']) >= 2 && facts['status'] === 'restarting';
    }, 'it restarts');
    const { facts } = await ask('container');
    expect(isUnknown(facts['exits_recent'])).toBe(false);
    expect(Number(facts['exits_recent'])).toBeGreaterThanOrEqual(2);
  });

  test('removed', async () => {
    const id = await sandbox.run(FOREVER);
    await sandbox.docker.run(['rm', '-f', id]);
    const { facts, line } = await ask('container');
    expect(facts).toMatchObject({ found: false, removed: true, status: 'missing', stopped_by_hand: true });
    expect(line).toMatch(/^removed </);
    await expect(ask('logs')).rejects.toThrow('there is no container');
  });
});

describe('a real container that runs', () => {
  test('is unhealthy and says why', async () => {
    const health = ['--health-cmd', 'echo no database; exit 1', '--health-interval', '1s', '--health-retries', '2'];
    await sandbox.run(FOREVER, '--no-healthcheck=false', ...health);
    const { facts, line } = await containerOnce('health', 'unhealthy');
    expect(facts).toMatchObject({ running: true, healthy: false, health_output: 'no database' });
    expect(Number(facts['failing_streak'])).toBeGreaterThanOrEqual(2);
    expect(line).toMatch(/^running since <.*>, unhealthy, \d+ failed probes in a row: no database$/);
  });

  test('is read from its own start: what the run before wrote is left out', async () => {
    const id = await sandbox.run('echo "started at $(date +%s%N)"; sleep 1000', '--init');
    await until(async () => (await ask('logs')).facts['lines_read'] === 1, 'the first line is there');
    const first = (await ask('logs')).facts['last_line'];
    await sandbox.docker.run(['restart', '-t', '1', id]);
    await until(async () => {
      const { facts } = await ask('logs');
      return facts['lines_read'] !== 0 && facts['last_line'] !== first;
    }, 'the second line is there');
    expect((await ask('logs')).facts['lines_read']).toBe(1);
    expect((await ask('logs', { within: '5m' })).facts['lines_read']).toBe(2);
  });

  test('is measured', async () => {
    await sandbox.run(FOREVER, '-m', '64m');
    const { facts, line } = await ask('stats');
    expect(facts).toMatchObject({ live: true, memory_limit: 64 * 1024 ** 2 });
    expect(Number(facts['memory_used'])).toBeGreaterThan(0);
    expect(line).toMatch(/^memory \d+\.\d of 64\.0 MiB/);
  });
});
