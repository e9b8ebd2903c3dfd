import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Place } from './place.js';

const FOREVER = 'while true; do sleep 1; done';

let place: Place;

beforeAll(async () => {
  place = await Place.open();
});

afterEach(() => place.sandbox.clear());
afterAll(() => place.close());

describe('the processes of a real container', () => {
  test('are found by their command line, however they were started', async () => {
    await place.sandbox.run('python3 -c "import time; time.sleep(1000)" --host 0.0.0.0 & exec sleep 1000');
    const { facts, line } = await place.askUntil(
      'processes',
      { match: 'python3.*0\\.0\\.0\\.0' },
      // Until it has become what it starts, the shell has the same words in its command line.
      'both run',
      (seen) => seen['main'] === 'sleep 1000' && JSON.stringify(seen['command']).startsWith('"python3 '),
    );
    expect(facts).toMatchObject({ running: 1, total: 2, main: 'sleep 1000', blocked: 0 });
    expect(facts['command']).toMatch(/^python3 -c import time; .* --host 0\.0\.0\.0$/);
    expect(line).toMatch(/^1 of 2 processes matches: python3 -c .*, for \d/);
  });

  test('do not include one that died while its container lives on', async () => {
    await place.sandbox.run('python3 -c "pass"; exec sleep 1000');
    const gone = await place.askUntil(
      'processes',
      { match: 'python3 ' },
      'it ended',
      (seen) => seen['main'] === 'sleep 1000',
    );
    expect(gone.facts).toMatchObject({ found: false, running: 0, total: 1, command: '', age: 0 });
    expect(gone.line).toBe('none of 1 process matches; its main process is sleep 1000');
  });

  test('are none where the container ended or is missing', async () => {
    const id = await place.sandbox.run('exit 0');
    await place.sandbox.docker.run(['wait', id]);
    const ended = await place.ask('processes', { match: 'sh' });
    expect(ended.facts['found']).toBe(false);
    expect(ended.line).toBe('the container does not run, so no process does');
    await place.sandbox.docker.run(['rm', '-f', id]);
    const missing = await place.ask('processes', { match: 'sh' });
    expect(missing.facts).toMatchObject({ found: false, total: 0, main: '' });
    expect(missing.line).toBe('there is no container, so no process runs');
  });

  test('show no secret that stands in a command line', async () => {
    await place.sandbox.run('exec python3 -c "import time; time.sleep(1000)" postgres://api:hunter2hunter2@db/api');
    const { facts, line } = await place.askUntil(
      'processes',
      { match: 'python3' },
      'it runs',
      (seen) => seen['found'] === true,
    );
    expect(facts['command']).toContain('@db/api');
    expect(JSON.stringify([facts, line])).not.toContain('hunter2');
  });
});

describe('the healthcheck of a real container', () => {
  const probe = (command: string, ...more: string[]): string[] => [
    '--no-healthcheck=false',
    '--health-cmd',
    command,
    '--health-interval',
    '300ms',
    '--health-retries',
    '2',
    ...more,
  ];

  test('that none was given is said', async () => {
    await place.sandbox.run(FOREVER);
    const { facts, line } = await place.ask('healthcheck');
    expect(facts).toMatchObject({
      defined: false,
      command: '',
      state: 'none',
      retries: 0,
      last_at: null,
      decided_by: null,
    });
    expect(line).toBe('no healthcheck is defined');
  });

  test('shows what it asks and that it passes', async () => {
    await place.sandbox.run(FOREVER, ...probe('echo fine', '--health-timeout', '20s', '--health-start-period', '1s'));
    const { facts, line } = await place.askUntil('healthcheck', {}, 'healthy', (seen) => seen['state'] === 'healthy');
    expect(facts).toMatchObject({
      defined: true,
      command: 'echo fine',
      interval: 300,
      timeout: 20_000,
      start_period: 1_000,
      retries: 2,
      failing_streak: 0,
      last_exit: 0,
      last_output: 'fine',
      last_timed_out: false,
      not_runnable: false,
    });
    expect(line).toMatch(/^healthy, last probe <.*> passed; every 300 ms, 20 s each$/);
  });

  test('that fails shows each exit code and what it said', async () => {
    await place.sandbox.run(FOREVER, ...probe('echo no database; exit 3'));
    const { facts, line, quoted } = await place.askUntil(
      'healthcheck',
      {},
      'unhealthy',
      (seen) => seen['state'] === 'unhealthy',
    );
    expect(facts).toMatchObject({ last_exit: 3, last_output: 'no database', last_timed_out: false, timeouts: 0 });
    expect(facts['exit_codes']).toEqual(expect.arrayContaining(['3', '3']));
    expect(line).toMatch(/^unhealthy, last probe <.*> failed with 3: no database; every 300 ms, 30 s each$/);
    expect(quoted).toEqual(['$ echo no database; exit 3', 'no database', 'no database']);
  });

  test('that takes too long is told apart from one that fails', async () => {
    await place.sandbox.run(FOREVER, ...probe('sleep 100', '--health-timeout', '500ms'));
    const { facts, line } = await place.askUntil(
      'healthcheck',
      {},
      'unhealthy',
      (seen) => seen['state'] === 'unhealthy',
    );
    expect(facts).toMatchObject({ last_exit: -1, last_timed_out: true, not_runnable: false });
    expect(Number(facts['timeouts'])).toBeGreaterThanOrEqual(2);
    expect(line).toMatch(/^unhealthy, last probe <.*> took too long; every 300 ms, 500 ms each$/);
  });

  test('whose program is missing says so, which is not the fault of the service', async () => {
    await place.sandbox.run(FOREVER, ...probe('no-such-tool --fail http://localhost/'));
    const { facts, line } = await place.askUntil(
      'healthcheck',
      {},
      'unhealthy',
      (seen) => seen['state'] === 'unhealthy',
    );
    expect(facts).toMatchObject({ last_timed_out: false, not_runnable: true });
    expect(line).toMatch(/could not be run: .*no-such-tool/);
  });

  test('that still starts says by when it will be decided, and is decided by then', async () => {
    await place.sandbox.run(FOREVER, ...probe('exit 1', '--health-start-period', '8s', '--health-timeout', '5s'));
    const starting = await place.askUntil('healthcheck', {}, 'it probed', (seen) => seen['probes'] !== 0);
    expect(starting.facts).toMatchObject({ state: 'starting', last_exit: 1 });
    expect(starting.line).toMatch(/^starting, last probe <.*> failed with 1; every 300 ms, 5 s each; decided by <.*>$/);
    const { facts } = await place.ask('container');
    expect(facts).toMatchObject({ health: 'starting', healthy: false });
    expect(Number(facts['starting_for'])).toBeGreaterThan(0);
    const { facts: decided } = await place.askUntil(
      'container',
      {},
      'unhealthy',
      (seen) => seen['health'] === 'unhealthy',
    );
    expect(decided['starting_for']).toBe(0);
    const promised = starting.facts['decided_by'];
    expect(Date.now()).toBeLessThan(Date.parse(typeof promised === 'string' ? promised : ''));
  });

  test('is read without the probes of the run before', async () => {
    const flag = 'test -e /tmp/second && sleep 1000; echo first run; exit 1';
    const id = await place.sandbox.run(FOREVER, '--init', ...probe(flag, '--health-timeout', '60s'));
    await place.askUntil('healthcheck', {}, 'it failed', (seen) => Number(seen['failing_streak']) >= 2);
    await place.sandbox.docker.run(['exec', id, 'touch', '/tmp/second']);
    await place.sandbox.docker.run(['restart', '-t', '0', id]);
    expect((await place.ask('healthcheck')).facts).toMatchObject({
      probes: 0,
      failing_streak: 0,
      last_output: '',
      state: 'starting',
    });
    expect((await place.ask('container')).facts).toMatchObject({ failing_streak: 0, health_output: '' });
  });
});
