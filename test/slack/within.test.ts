import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { within } from '../../src/slack/within.js';

const server = createServer();

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

test('what comes in time is taken, what comes too late is not, and what fails is thrown', async () => {
  const after = <T>(ms: number, value: T): Promise<T> =>
    new Promise((resolve) => setTimeout(resolve, ms, value).unref());
  expect(await within(60_000, after(1, 'soon'))).toBe('soon');
  expect(await within(1, after(60_000, 'late'))).toBeNull();
  await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('what came while the process stood still came in time', async () => {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const [[served]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [[Socket], unknown];
  const asked = within(
    20,
    once(socket, 'data').then(([data]) => String(data)),
  );
  served.write('here it is');
  const until = performance.now() + 60;
  while (performance.now() < until);
  const said = await asked;
  socket.destroy();
  served.destroy();
  expect(said).toBe('here it is');
});
