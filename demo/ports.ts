import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Finds `count` different TCP ports that nobody listens on at this moment. They lie below the range from which systems take
 * the ports of outgoing connections, so that a stopped container finds its port free when it starts again.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
