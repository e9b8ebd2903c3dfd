import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { reserve } from './reservation.js';

/**
 * Finds `count` different TCP ports that nobody listens on at this moment, and that no other call on this machine is given while
 * this process lives: between the choice and its use, and while a container is stopped, nobody listens on them.
 * They lie below the range from which systems take the ports of outgoing connections.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(20_000, 32_000);
    if ((await isFree(port)) && (await reserve(`port-${port}`)) !== null) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
