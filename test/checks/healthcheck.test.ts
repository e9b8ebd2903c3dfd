import { describe, expect, test } from '@jest/globals';
import type { HealthcheckDefinition } from '../../src/checks/container-details.js';
import type { ContainerState } from '../../src/checks/containers.js';
import { healthcheck } from '../../src/checks/healthcheck.js';
import { misfits } from '../../src/runbook/facts.js';
import { details, ended, never, state, words, world } from './builders.js';

const params = { type: 'healthcheck' };
const defined: HealthcheckDefinition = {
  test: ['CMD', 'curl', '-f', 'http://localhost:8000/health'],
  interval: 10_000,
  timeout: 3_000,
  startPeriod: 40_000,
  retries: 3,
};

async function look(container: ContainerState, definition: HealthcheckDefinition | null = defined) {
  const place = world(container, { details: () => Promise.resolve(details({ healthcheck: definition })) });
  const seen = await healthcheck.run(params, place, never);
  expect(misfits(healthcheck.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

const probe = (clock: string, exitCode: number, output: string) => ({
  at: `2026-01-01T${clock}.000Z`,
  exitCode,
  output,
});

describe('a healthcheck', () => {
  test('that is not defined is a fact, not an unknown', async () => {
    const { facts, line } = await look(state(), null);
    expect(facts).toMatchObject({ defined: false, command: '', interval: 0, state: 'none', exit_codes: [], probes: 0 });
    expect(line).toBe('no healthcheck is defined');
  });

  test('shows how it is defined', async () => {
    expect((await look(state({ health: 'healthy' }))).facts).toMatchObject({
      defined: true,
      command: 'curl -f http://localhost:8000/health',
      interval: 10_000,
      timeout: 3_000,
      start_period: 40_000,
      retries: 3,
      state: 'healthy',
    });
  });

  test('with a shell shows the command people wrote', async () => {
    const { facts } = await look(state(), { ...defined, test: ['CMD-SHELL', 'curl -f x || exit 1'] });
    expect(facts['command']).toBe('curl -f x || exit 1');
  });

  test.each([
    [
      'took too long',
      -1,
      'Health check exceeded timeout (3s)',
      { last_timed_out: true, not_runnable: false, timeouts: 1 },
    ],
    [
      'failed with 1: connection refused',
      1,
      'connection refused',
      { last_timed_out: false, not_runnable: false, timeouts: 0 },
    ],
    ['could not be run: sh: 1: curl: not found', 127, 'sh: 1: curl: not found', { not_runnable: true }],
    [
      'could not be run: exec: "curl": executable file not found in $PATH',
      -1,
      'exec: "curl": executable file not found in $PATH',
      { last_timed_out: false, not_runnable: true },
    ],
    // `curl … || exit 1` in dash and in bash.
    ['could not be run: /bin/sh: 1: curl: not found', 1, '/bin/sh: 1: curl: not found', { not_runnable: true }],
    [
      'could not be run: bash: line 1: curl: command not found',
      1,
      'bash: line 1: curl: command not found',
      { not_runnable: true },
    ],
    ['failed with 1: user not found', 1, 'user not found', { not_runnable: false }],
    // A program of the service may talk of such things as well.
    [
      'failed with 1: Health check exceeded timeout (3s)',
      1,
      'Health check exceeded timeout (3s)',
      { last_timed_out: false },
    ],
  ])('%s', async (words, exitCode, output, facts) => {
    const seen = await look(
      state({ health: 'unhealthy', healthLog: [probe('03:09:00', exitCode, output)], failingStreak: 3 }),
    );
    expect(seen.facts).toMatchObject({
      ...facts,
      last_exit: exitCode,
      last_output: output,
      exit_codes: [String(exitCode)],
    });
    expect(seen.line).toBe(`unhealthy, last probe <03:09:00> ${words}; every 10 s, 3 s each`);
  });

  test('quotes what was asked, and below it what its newest failures said', async () => {
    const log = [probe('03:08:00', 1, 'one'), probe('03:08:30', 0, 'fine'), probe('03:09:00', 22, 'error 503')];
    expect((await look(state({ health: 'unhealthy', healthLog: log }))).quotes?.map(({ text }) => text)).toEqual([
      '$ curl -f http://localhost:8000/health',
      'one',
      'error 503',
    ]);
    expect((await look(state({ healthLog: log.slice(1, 2) }))).quotes).toEqual([]);
  });

  test('of the run before says nothing about this one', async () => {
    const log = [probe('01:59:00', 1, 'old'), probe('03:09:00', 0, 'new')];
    expect((await look(state({ health: 'healthy', healthLog: log }))).facts).toMatchObject({
      probes: 1,
      exit_codes: ['0'],
      last_output: 'new',
      failing_streak: 0,
    });
    const { facts, line } = await look(state({ health: 'starting', healthLog: log.slice(0, 1) }));
    expect(facts).toMatchObject({ probes: 0, last_at: null, last_exit: 0, last_output: '', failing_streak: 0 });
    expect(line).toBe('starting, no probe yet; every 10 s, 3 s each; decided by <02:01:32>');
  });

  test('of a container that is down shows its last probes, and no state', async () => {
    const { facts, line } = await look(ended(1, { health: 'unhealthy', healthLog: [probe('03:04:00', 1, 'no')] }));
    expect(facts).toMatchObject({ state: 'none', last_exit: 1, failing_streak: 0, decided_by: null });
    expect(line).toBe('defined (every 10 s, 3 s each); the container does not run');
  });

  test('hides what is secret in its command and its output', async () => {
    const secret = 'postgres://api:hunter2hunter2@db/api';
    const { facts, line, quotes } = await look(
      state({ health: 'unhealthy', healthLog: [probe('03:09:00', 1, `no login at ${secret}`)] }),
      { ...defined, test: ['CMD', 'psql', secret] },
    );
    expect(JSON.stringify([facts, line, quotes])).not.toContain('hunter2');
  });

  test('of a service without a container cannot be looked at', async () => {
    await expect(healthcheck.run(params, world(null), never)).rejects.toThrow('there is no container');
  });
});
