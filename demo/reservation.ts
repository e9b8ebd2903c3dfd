import { createServer, type Server } from 'node:net';

/**
 * Takes a name of this machine, as long as this process lives or until the server is closed; null where it is taken.
 * Behind it is an abstract Unix socket: only one can listen on it, and it goes away with its process, however that ends.
 */
export async function reserve(name: string): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(`\0runbook-bot-demo-${name}`, () => resolve(server.unref()));
  });
}
