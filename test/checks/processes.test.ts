import { describe, expect, test } from '@jest/globals';
import { processes } from '../../src/checks/processes.js';
import type { Process } from '../../src/checks/container-details.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, never, state, words, world } from './builders.js';

const params = { type: 'processes', match: 'uvicorn' };

function process(pid: number, command: string, change: Partial<Process> = {}): Process {
  return { pid, parent: 1, age: 60_000, state: 'S', command, ...change };
}

async function look(listed: readonly Process[] | null, container = state()) {
  const seen = await processes.run(params, world(container, { processes: () => Promise.resolve(listed) }), never);
  expect(misfits(processes.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('the processes of a container', () => {
  test('are counted where they match, the newest one shown', async () => {
    const { facts, line } = await look([
      process(100, 'tini -- uvicorn main:app', { age: 90_000 }),
      process(101, 'python3 uvicorn main:app', { parent: 100, age: 20_000 }),
      process(102, 'redis-cli monitor', { parent: 100, age: 5_000 }),
    ]);
    expect(facts).toEqual({
      found: true,
      running: 2,
      total: 3,
      command: 'python3 uvicorn main:app',
      age: 20_000,
      main: 'tini -- uvicorn main:app',
      blocked: 0,
    });
    expect(line).toBe('2 of 3 processes match: python3 uvicorn main:app, for 20 s');
  });

  test('without a match show what runs instead', async () => {
    const { facts, line } = await look([process(100, 'sleep infinity')]);
    expect(facts).toMatchObject({ found: false, running: 0, total: 1, main: 'sleep infinity' });
    expect(line).toBe('none of 1 process matches; its main process is sleep infinity');
  });

  test('that ended and were not collected do not count', async () => {
    expect((await look([process(100, '[uvicorn] <defunct>', { state: 'Z' })])).facts).toMatchObject({
      found: false,
      running: 0,
    });
  });

  test('that wait for a disk are told', async () => {
    expect((await look([process(100, 'uvicorn', { state: 'D' })])).facts).toMatchObject({ found: true, blocked: 1 });
  });

  test('put in from outside are not taken for the main one', async () => {
    const { facts } = await look([
      process(100, 'uvicorn', { parent: 7, age: 90_000 }),
      process(200, 'sh -c curl', { parent: 8, age: 1_000 }),
    ]);
    expect(facts['main']).toBe('uvicorn');
  });

  test('are none, and that is certain, where it does not run or is missing', async () => {
    const down = await look(null, ended(1));
    expect(down.facts).toMatchObject({ found: false, running: 0, total: 0 });
    expect(down.line).toBe('the container does not run, so no process does');
    const seen = await processes.run(params, world(null), never);
    expect(seen.facts).toMatchObject({ found: false, running: 0 });
    expect(words(seen.says)).toBe('there is no container, so no process runs');
  });

  test('are cleaned and masked before they are matched or shown', async () => {
    const { facts } = await look([process(100, 'uvicorn\u001b[31m --url\npostgres://api:hunter2hunter2@db/api')]);
    expect(facts['command']).toMatch(/^uvicorn --url postgres:\/\/api:.*@db\/api$/);
    expect(facts['command']).not.toContain('hunter2');
  });
});
