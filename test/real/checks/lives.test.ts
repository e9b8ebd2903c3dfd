import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CannotLook } from '../../../src/checks/check.js';
import type { Containers } from '../../../src/checks/containers.js';
import { Place } from './place.js';

const FOREVER = 'while true; do sleep 1; done';
const LOOP = ['--restart', 'always'];

let place: Place;

beforeAll(async () => {
  place = await Place.open();
});

afterEach(() => place.sandbox.clear());
afterAll(() => place.close());

describe('a container that ends again and again', () => {
  test('is known as a restart loop, between two runs and while it runs for a moment', async () => {
    await place.sandbox.run('sleep 0.5; exit 3', ...LOOP);
    const between = await place.askUntil(
      'container',
      {},
      'a loop between two runs',
      (seen) => seen['restart_loop'] === true && seen['status'] === 'restarting',
    );
    expect(between.facts).toMatchObject({ running: false, exit_code: 3 });
    // The one that is about to happen makes two.
    expect(Number(between.facts['restarts_recent'])).toBeGreaterThanOrEqual(1);
    expect(between.line).toMatch(/^restarting, restart \d+, last code 3$/);
    const running = await place.askUntil('container', {}, 'a loop that runs', (seen) => seen['running'] === true);
    expect(running.facts['restart_loop']).toBe(true);
  });

  test('tells in its log why, also while a new run has said nothing yet', async () => {
    await place.sandbox.run('sleep 0.7; python3 -c "import no_such_module"', ...LOOP);
    await place.askUntil('container', {}, 'a loop', (seen) => seen['restart_loop'] === true);
    let widened = false;
    for (let round = 0; round < 500 && !widened; round += 1) {
      const { facts, line } = await place.ask('logs');
      if (facts['missing_module'] !== 'no_such_module') {
        // On a machine that stalls a run may outlast the one before it: from then on it is read alone.
        const { facts: run } = await place.ask('container');
        expect(run['running'] === true && Number(run['uptime']) < 700).toBe(false);
      }
      widened = line.includes('of the last two runs');
    }
    const silent = await place.askUntil('container', {}, 'a young run', (seen) => seen['running'] === true);
    expect(silent.facts['restart_loop']).toBe(true);
    const exception = "ModuleNotFoundError: No module named 'no_such_module'";
    await place.askUntil('logs', {}, 'its exception', (seen) => seen['last_exception'] === exception);
    expect(widened).toBe(true);
  });

  test('is no longer in a loop once somebody stopped it', async () => {
    const id = await place.sandbox.run('sleep 0.2; exit 1', ...LOOP);
    await place.askUntil('container', {}, 'a loop', (seen) => seen['restart_loop'] === true);
    await place.sandbox.docker.run(['stop', id]);
    expect((await place.ask('container')).facts).toMatchObject({ status: 'exited', restart_loop: false });
  });

  test('is not what people do who restart it by hand', async () => {
    const id = await place.sandbox.run(FOREVER, '--init', ...LOOP);
    for (let round = 0; round < 3; round += 1) await place.sandbox.docker.run(['restart', '-t', '1', id]);
    const { facts } = await place.ask('container');
    expect(facts).toMatchObject({ running: true, restart_loop: false, restarts_recent: 0, restarts: 0 });
    expect(Number(facts['exits_recent'])).toBe(3);
  });
});

describe('the line with which a service says that it has started', () => {
  const startup = 'Application startup complete';

  test('is found behind a thousand lines that came after it', async () => {
    await place.sandbox.run(`echo INFO: ${startup}.; seq 1 3000; sleep 1000`);
    await place.askUntil('logs', {}, 'all is written', (seen) => seen['last_line'] === '3000');
    const { facts } = await place.ask('logs', { startup });
    expect(facts).toMatchObject({ lines_read: 100, startup_seen: true });
    expect(Date.now() - Date.parse(typeof facts['startup_at'] === 'string' ? facts['startup_at'] : '')).toBeLessThan(
      240_000,
    );
  });

  test('is looked for in a log of 100 MB, whose newest lines come at once', async () => {
    const write = `import sys\nfor _ in range(100): sys.stdout.write(('y' * 1000 + chr(10)) * 1000)\nprint('last line')`;
    const id = await place.sandbox.run(`echo ${startup}; python3 -c "${write}"; touch /written; sleep 1000`);
    await place.sandbox.docker.run(['exec', id, 'sh', '-c', 'until [ -e /written ]; do sleep 0.2; done']);
    await place.askUntil('logs', { tail: 1 }, 'all is written', (seen) => seen['last_line'] === 'last line');
    const { facts } = await place.ask('logs', { tail: 1_000, startup });
    expect(facts).toMatchObject({ lines_read: 1_000, startup_seen: true });
    const { facts: other } = await place.ask('logs', { startup: 'something else' });
    expect(other['startup_seen']).toEqual({ unknown: 'the first 512 KiB of its log do not tell, and there is more' });
  });

  test('is of this run: the one of the run before does not count', async () => {
    const id = await place.sandbox.run(
      `test -e /tmp/ran || echo INFO: ${startup}.; touch /tmp/ran; echo ready; sleep 1000`,
      '--init',
    );
    await place.askUntil('logs', { startup }, 'it started', (seen) => seen['startup_seen'] === true);
    await place.sandbox.docker.run(['restart', '-t', '1', id]);
    const again = await place.askUntil('logs', { startup }, 'it runs again', (seen) => seen['lines_read'] === 1);
    expect(again.facts).toMatchObject({ startup_seen: false, startup_at: null });
    const all = await place.ask('logs', { startup, within: '5m' });
    expect(all.facts).toMatchObject({ lines_read: 3, startup_seen: false });
  });
});

describe('a container that is replaced while the bot looks', () => {
  /** The engine as it is, but the container found first is replaced before anything else is asked. */
  function replacing(times: number): Containers {
    let left = times;
    return {
      ...place.containers,
      find: async (service, signal) => {
        const found = await place.containers.find(service, signal);
        if (found !== null && left > 0) {
          left -= 1;
          await place.sandbox.docker.run(['rm', '-f', found.id]);
          await place.sandbox.run(`echo number ${times - left + 1}; ${FOREVER}`, '-m', '64m');
        }
        return found;
      },
    };
  }

  test.each([
    ['logs', {}],
    ['processes', { match: 'sh' }],
    ['healthcheck', {}],
    ['port_mapping', { port: 8000 }],
    ['network', {}],
  ])('%s is asked of the one that took its place', async (type, more) => {
    await place.sandbox.run(`echo number 1; ${FOREVER}`);
    const { facts } = await place.ask(type, more, { ...place.world, containers: replacing(1) });
    expect(facts).toBeDefined();
    const { facts: container } = await place.ask('container');
    expect(container).toMatchObject({ found: true, running: true, replaced_at: container['created_at'] });
  });

  test('again and again is said, and nothing is guessed', async () => {
    await place.sandbox.run(FOREVER);
    const asked = place.ask('processes', { match: 'sh' }, { ...place.world, containers: replacing(9) });
    await expect(asked).rejects.toThrow(CannotLook);
    await expect(asked).rejects.toThrow(/^\S+ was removed while its processes were listed$/);
  });
});

test.each([
  ['container', {}],
  ['logs', {}],
  ['stats', {}],
  ['processes', { match: 'sh' }],
  ['healthcheck', {}],
  ['port_mapping', { port: 8000 }],
  ['port_holder', { port: 8000 }],
  ['network', {}],
])('%s of a service that means two containers is refused, with their names', async (type, more) => {
  await place.sandbox.run(FOREVER, '--name', `${place.sandbox.project}-api-1`);
  await place.sandbox.run(FOREVER, '--name', `${place.sandbox.project}-api-2`);
  await expect(place.ask(type, more)).rejects.toThrow(
    `api means 2 containers on host local (${place.sandbox.project}-api-1, ${place.sandbox.project}-api-2)`,
  );
});
