import { once } from 'node:events';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../src/errors.js';

/** `refused`: connections are refused, open ones break. `silent`: they stay open and nothing comes back. */
export type Cut = 'refused' | 'silent';

/** A Unix socket of the bot's own that leads to the Docker engine, so that the way there can be cut for the bot alone. */
export interface EngineSocket {
  /** As in DOCKER_HOST. */
  readonly host: string;
  cut(how: Cut): Promise<void>;
  /** Undoes `cut`; connections that were silent break. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the socket in a temporary folder and passes bytes on to the engine at `engine` (unix:// or tcp:// without TLS).
 * Throws `UserError` for other kinds of engine.
 */
export async function openEngineSocket(engine: string): Promise<EngineSocket> {
  const target = targetOf(engine);
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const bound = join(folder, 'bound.sock');
  const path = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  let silent = false;
  let server: Server | null = null;

  const accept = (client: Socket): void => {
    track(client);
    if (silent) return;
    const upstream = connect({ ...target, allowHalfOpen: true });
    track(upstream);
    client.pipe(upstream).pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  };
  const track = (socket: Socket): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  // The path is a second name of the bound socket. Closing removes only the first name; the one that is left
  // refuses connections, as the socket of a dead engine does.
  const listen = async (): Promise<void> => {
    if (server !== null) return;
    const opening = createServer({ allowHalfOpen: true }, accept).listen(bound);
    await once(opening, 'listening');
    await rm(path, { force: true });
    await link(bound, path);
    server = opening;
  };
  const refuse = async (): Promise<void> => {
    const closing = server?.close();
    server = null;
    breakAll();
    if (closing !== undefined) await once(closing, 'close');
  };
  const mute = async (): Promise<void> => {
    await listen();
    silent = true;
    for (const socket of open) socket.unpipe().pause();
  };
  const mend = async (): Promise<void> => {
    if (silent) breakAll();
    silent = false;
    await listen();
  };

  await listen();
  return {
    host: `unix://${path}`,
    cut: (how) => (how === 'refused' ? refuse() : mute()),
    mend,
    close: async () => {
      await refuse();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function targetOf(engine: string): NetConnectOpts {
  if (engine.startsWith('unix://')) return { path: engine.slice('unix://'.length) };
  const tcp = /^tcp:\/\/\[?([^\]/]+?)\]?:(\d+)\/?$/.exec(engine);
  if (tcp?.[1] !== undefined && !process.env['DOCKER_TLS_VERIFY']) return { host: tcp[1], port: Number(tcp[2]) };
  throw new UserError(
    'config_invalid',
    `The demo needs an engine at unix:// or tcp:// without TLS; DOCKER_HOST is ${engine}.`,
  );
}
