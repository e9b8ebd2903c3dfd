import { expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { freePorts } from '../../demo/ports.js';
import { reserve } from '../../demo/reservation.js';

test('no port is given to two, although nobody listens on any of them yet', async () => {
  const given = await Promise.all(Array.from({ length: 20 }, () => freePorts(100)));
  expect(new Set(given.flat()).size).toBe(2_000);
});

test('a port that is given can be listened on', async () => {
  const [port = 0] = await freePorts(1);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.close();
});

test('a name is taken once, until it is given back', async () => {
  const name = `test-${process.pid}`;
  const held = await reserve(name);
  expect(held).not.toBeNull();
  expect(await reserve(name)).toBeNull();
  await new Promise((resolve) => held?.close(resolve));
  const again = await reserve(name);
  expect(again).not.toBeNull();
  again?.close();
});
