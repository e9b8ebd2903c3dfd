import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';

export interface Recorder {
  /** `GET /_ping`, in the order in which they came. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/** Listens at one Unix socket and passes on to another, noting each request: the bot opens a connection for every one. */
export async function record(path: string, target: string): Promise<Recorder> {
  const calls: string[] = [];
  const open = new Set<Socket>();
  const track = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = connect(target);
    track(client);
    track(upstream);
    client.once('data', (first: Buffer) => {
      const request = /^([A-Z]+) ([^ ?]+)/.exec(first.toString('latin1'));
      calls.push(`${request?.[1] ?? '?'} ${request?.[2] ?? '?'}`);
    });
    client.pipe(upstream).pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    calls,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
      await rm(path, { force: true });
    },
  };
}
