import { afterEach, describe, expect, test } from '@jest/globals';
import { port } from '../../src/checks/port.js';
import { misfits } from '../../src/runbook/facts.js';
import { never, words, world } from './builders.js';
import { closedPort, startTcp, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function ask(host: string, number: number | string, more: object = {}) {
  const params = { type: 'port', host, port: number, ...more };
  const seen = await port.run(params, world(null), never);
  expect(misfits(port.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('a port', () => {
  test('that accepts a connection is open, and the connection is given back', async () => {
    const gone: Promise<unknown>[] = [];
    const server = await startTcp((socket) => {
      gone.push(new Promise((resolve) => socket.on('close', resolve)));
      socket.resume();
    });
    open.push(server);
    const { facts, line } = await ask('127.0.0.1', String(server.port));
    expect(facts).toMatchObject({ open: true, error: '' });
    expect(line).toMatch(/^port \d+: open, \d+ ms$/);
    await Promise.all(gone);
  });

  test('where nobody listens refuses', async () => {
    const closed = await closedPort();
    const { facts, line } = await ask('127.0.0.1', closed);
    expect(facts).toMatchObject({ open: false, error: 'refused' });
    expect(line).toBe(`port ${closed}: connection refused`);
  });

  test('of a host nobody knows is a matter of names', async () => {
    expect((await ask('no-such-host.invalid', 80)).facts).toMatchObject({ open: false, error: 'dns' });
  });

  test('that config.yml filled with no number cannot be asked', async () => {
    await expect(ask('127.0.0.1', '${x}')).rejects.toThrow('the port of 127.0.0.1 in config.yml is no number');
  });
});
