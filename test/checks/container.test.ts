import { describe, expect, test } from '@jest/globals';
import { CannotLook } from '../../src/checks/check.js';
import { container } from '../../src/checks/container.js';
import type { ContainerState, EventHistory } from '../../src/checks/containers.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, happened, history, never, state, words, world } from './builders.js';

const params = { type: 'container' };

async function look(found: ContainerState | null, told: EventHistory = history([])) {
  const seen = await container.run(params, world(found, { history: told }), never);
  expect(misfits(container.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

const unknownBefore = (clock: string) => ({ unknown: expect.stringContaining(`${clock} UTC`) as unknown });

describe('a container killed for memory', () => {
  test('is believed when the flag stands beside exit code 137', async () => {
    const { facts, line } = await look(ended(137, { oomKilled: true }));
    expect(facts).toMatchObject({ oom_killed: true, killed_for_memory_at: '2026-01-01T03:04:11.000Z', running: false });
    expect(line).toBe('exited <03:04:11>, code 137: killed by the kernel for memory');
  });

  test('is known by its oom event, with the time of that', async () => {
    const told = history([happened('03:04:10', 'oom'), happened('03:04:11', 'die', '1')]);
    expect((await look(ended(1), told)).facts).toMatchObject({
      oom_killed: true,
      killed_for_memory_at: '2026-01-01T03:04:10.000Z',
      ooms_recent: 1,
    });
  });

  test('is not believed for the flag of the run before', async () => {
    const told = history([happened('01:59:59', 'create'), happened('01:59:58', 'oom'), happened('02:00:00', 'start')]);
    expect((await look(state({ oomKilled: true }), told)).facts).toMatchObject({
      oom_killed: false,
      killed_for_memory_at: null,
    });
  });

  test('stays unknown with exit code 137 and a history that does not reach back', async () => {
    const { facts, line } = await look(ended(137), history([], '03:05:00'));
    expect(facts['oom_killed']).toEqual({ unknown: 'Docker events 02:00:00 to 03:05:00 UTC are not kept' });
    expect(facts['killed_for_memory_at']).toEqual(facts['oom_killed']);
    expect(facts['stopped_by_hand']).toEqual({ unknown: 'Docker events 03:02:11 to 03:05:00 UTC are not kept' });
    expect(line).toBe('exited <03:04:11>, code 137');
  });

  test('is ruled out by another exit code without the flag, whatever history is kept', async () => {
    expect((await look(ended(1), history([], '03:05:00'))).facts).toMatchObject({ oom_killed: false });
  });

  test('is told of a process that died while the container lives on', async () => {
    const told = history([happened('03:00:00', 'oom')]);
    const { facts, line } = await look(state(), told);
    expect(facts).toMatchObject({ oom_killed: true, running: true });
    expect(line).toBe('running since <02:00:00>, a process was killed for memory');
  });

  test('is counted over its restarts', async () => {
    const told = history([
      happened('03:01:00', 'oom'),
      happened('03:01:00', 'die', '137'),
      happened('03:01:01', 'start'),
      happened('03:02:00', 'oom'),
      happened('03:02:00', 'die', '137'),
      happened('03:02:01', 'start'),
    ]);
    const { facts, line } = await look(state({ startedAt: '2026-01-01T03:02:01.000Z', restartCount: 2 }), told);
    expect(facts).toMatchObject({ oom_killed: false, ooms_recent: 2, exits_recent: 2, restarts: 2, uptime: 479_000 });
    expect(line).toBe('running since <03:02:01>, ended 2 times shortly before');
  });
});

describe('a container that somebody stopped', () => {
  test.each([
    [
      'docker stop',
      0,
      [happened('03:04:10', 'kill', '15'), happened('03:04:11', 'die', '0'), happened('03:04:11', 'stop')],
    ],
    [
      'docker stop with a signal and an exit code of its own',
      7,
      [happened('03:04:11', 'die', '7'), happened('03:04:11', 'stop')],
    ],
    ['docker kill', 137, [happened('03:04:11', 'kill', '9'), happened('03:04:11', 'die', '137')]],
  ])('is known after %s', async (_title, code, events) => {
    const { facts, line } = await look(ended(code), history(events));
    expect(facts).toMatchObject({ stopped_by_hand: true, oom_killed: false, exit_code: code });
    expect(line).toBe(`exited <03:04:11>, code ${code}: stopped through Docker`);
  });

  test.each([
    ['a crash', 1, [happened('03:04:11', 'die', '1')]],
    ['a signal that does not end', 1, [happened('03:04:10', 'kill', '10'), happened('03:04:11', 'die', '1')]],
    ['a signal long before', 0, [happened('02:30:00', 'kill', '15'), happened('03:04:11', 'die', '0')]],
    ['a signal to the run before', 137, [happened('01:59:59', 'kill', '9'), happened('03:04:11', 'die', '137')]],
    [
      'a memory kill',
      137,
      [happened('03:04:11', 'kill', '9'), happened('03:04:11', 'oom'), happened('03:04:11', 'die', '137')],
    ],
  ])('is not the one that ended by %s', async (_title, code, events) => {
    expect((await look(ended(code), history(events))).facts).toMatchObject({ stopped_by_hand: false });
  });
});

describe('a container that is not there', () => {
  test('was removed, when the events say so', async () => {
    const told = history([
      happened('02:00:00', 'start'),
      happened('03:04:10', 'kill', '9'),
      happened('03:04:10', 'die', '137'),
      happened('03:04:11', 'destroy'),
    ]);
    const { facts, line } = await look(null, told);
    expect(facts).toMatchObject({
      found: false,
      status: 'missing',
      removed: true,
      stopped_by_hand: true,
      oom_killed: false,
      exit_code: 137,
      finished_at: '2026-01-01T03:04:10.000Z',
    });
    expect(line).toBe('removed <03:04:11>');
  });

  test('is counted since it was created, when that is younger than the window', async () => {
    const told = history(
      [happened('03:05:00', 'create'), happened('03:06:00', 'die', '1'), happened('03:07:00', 'destroy')],
      '03:04:00',
    );
    expect((await look(null, told)).facts).toMatchObject({ exits_recent: 1, ooms_recent: 0, stopped_by_hand: false });
  });

  test('may have been removed before the kept events begin', async () => {
    const { facts, line } = await look(null, history([], '03:05:00'));
    expect(facts).toMatchObject({ found: false, running: false, removed: unknownBefore('03:05:00') });
    expect(facts['exits_recent']).toEqual({ unknown: 'Docker events 03:00:00 to 03:05:00 UTC are not kept' });
    expect(line).toBe('there is no container');
  });
});

describe('a running container', () => {
  test('that is unhealthy says what the probe said', async () => {
    const probe = { at: '2026-01-01T03:09:00.000Z', exitCode: 1, output: 'connect\u001b[31m refused\n' };
    const sick = state({ health: 'unhealthy', failingStreak: 3, healthLog: [probe, probe, probe] });
    const { facts, line, quotes } = await look(sick);
    expect(facts).toMatchObject({
      health: 'unhealthy',
      healthy: false,
      failing_streak: 3,
      health_output: 'connect refused',
    });
    expect(line).toBe('running since <02:00:00>, unhealthy, 3 failed probes in a row: connect refused');
    expect(quotes).toHaveLength(2);
  });

  test('that starts counts its failed probes though the engine does not', async () => {
    const probe = (exitCode: number) => ({ at: '2026-01-01T03:09:00.000Z', exitCode, output: '' });
    const { facts } = await look(state({ health: 'starting', healthLog: [probe(0), probe(1), probe(1)] }));
    expect(facts).toMatchObject({ health: 'starting', failing_streak: 2, healthy: false });
  });

  test('that still starts says for how long, without the probes of the run before', async () => {
    const old = { at: '2026-01-01T01:59:00.000Z', exitCode: 1, output: 'old trouble' };
    const { facts, quotes } = await look(state({ health: 'starting', healthLog: [old, old] }));
    expect(facts).toMatchObject({ starting_for: 4_200_000, failing_streak: 0, health_output: '' });
    expect(quotes).toEqual([]);
    expect((await look(state({ health: 'healthy' }))).facts).toMatchObject({ starting_for: 0 });
  });

  test('tells since when it is there, and whether it took the place of another', async () => {
    const { facts } = await look(state());
    expect(facts).toMatchObject({ created_at: '2026-01-01T01:59:59.000Z', replaced_at: null });
    const fresh = state({ id: 'b2', createdAt: '2026-01-01T03:08:00.000Z', startedAt: '2026-01-01T03:08:01.000Z' });
    const told = history([happened('03:07:59', 'die', '0'), happened('03:08:00', 'create', '', 'b2')]);
    expect((await look(fresh, told)).facts).toMatchObject({
      replaced_at: '2026-01-01T03:08:00.000Z',
      restart_loop: false,
    });
  });

  test('without a healthcheck is not called healthy', async () => {
    expect((await look(state())).facts).toMatchObject({ health: 'none', healthy: false });
  });

  test('keeps its secrets', async () => {
    const probe = { at: '', exitCode: 1, output: 'postgres://api:hunter2@db/app refused' };
    const { facts } = await look(state({ health: 'unhealthy', healthLog: [probe] }));
    expect(facts['health_output']).toBe('postgres://api:•••@db/app refused');
  });
});

describe('a container that does not run', () => {
  test('is judged by its status: it may still report unhealthy', async () => {
    const probe = { at: '', exitCode: 1, output: 'x' };
    const { facts } = await look(ended(0, { health: 'unhealthy', failingStreak: 0, healthLog: [probe] }));
    expect(facts).toMatchObject({ health: 'none', healthy: false, failing_streak: 0, uptime: 0 });
  });

  test('and never did says why', async () => {
    const created = state({ status: 'created', startedAt: null, exitCode: 128, error: 'bind: address already in use' });
    const { facts, line } = await look(created);
    expect(facts).toMatchObject({ exit_code: 0, started_at: null, oom_killed: false, stopped_by_hand: false });
    expect(line).toBe('created, never started: bind: address already in use');
  });

  test('restarts again and again', async () => {
    const { line } = await look(ended(1, { status: 'restarting', restartCount: 4 }));
    expect(line).toBe('restarting, restart 4, last code 1');
  });
});

describe('the history of a container', () => {
  test('younger than the window needs to reach back to its creation only', async () => {
    const young = state({ createdAt: '2026-01-01T03:08:00.000Z', startedAt: '2026-01-01T03:08:01.000Z' });
    const told = history([happened('03:08:00', 'create'), happened('03:08:01', 'start')], '03:08:00');
    expect((await look(young, told)).facts).toMatchObject({ exits_recent: 0, ooms_recent: 0, oom_killed: false });
  });

  test('that does not reach back leaves counts unknown', async () => {
    expect((await look(state(), history([], '03:05:00'))).facts).toMatchObject({
      exits_recent: { unknown: 'Docker events 03:00:00 to 03:05:00 UTC are not kept' },
      running: true,
    });
  });

  test('that cannot be asked for leaves the state known', async () => {
    const silent = world(ended(137), { events: () => Promise.reject(new CannotLook('Docker is silent')) });
    const { facts } = await container.run(params, silent, never);
    expect(facts).toMatchObject({ status: 'exited', exit_code: 137, oom_killed: { unknown: 'Docker is silent' } });
  });

  test('is asked about by its window', () => {
    expect(container.params.safeParse({ type: 'container', window: '2m' }).success).toBe(true);
    expect(container.params.safeParse({ type: 'container', window: '2 minutes' }).success).toBe(false);
    expect(container.params.safeParse({ type: 'container', windw: '2m' }).success).toBe(false);
  });
});
