import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, rename, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { claim, connect } from './lock.js';

/** What a Unix socket's address can hold on Linux, without the closing zero. */
const LONGEST_PATH = 107;

export interface Door {
  /** Hangs up on everybody and frees the data directory. Close what lives in it first. */
  close(): Promise<void>;
}

/**
 * Takes the data directory for this process, and opens `bot.sock` in it (mode 0600) as the way to talk to this process.
 * Throws `UserError`: `data_in_use` when another living process has it, `config_invalid` when the directory cannot hold a socket.
 */
export async function openDoor(dataDir: string, onConnection: (visitor: Socket) => void): Promise<Door> {
  const folder = resolve(dataDir);
  const problem = pathProblem(folder);
  if (problem !== null) throw new UserError('config_invalid', `${problem.says}. ${problem.mend}.`);
  const mine = newDoor(folder);
  const visitors = new Set<Socket>();
  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.on('close', () => visitors.delete(visitor));
    // A visitor who hangs up is no error of ours.
    visitor.on('error', () => visitor.destroy());
    onConnection(visitor);
  });
  const close = async () => {
    for (const visitor of visitors) visitor.destroy();
    await new Promise((done) => server.close(done));
  };

  try {
    if (!(await takeFolder(server, folder, mine))) throw inUse(folder);
  } catch (error) {
    await close();
    throw error instanceof UserError ? error : unsuitable(folder, error);
  }
  return {
    close: async () => {
      await unlink(doorOf(folder)).catch(() => undefined);
      await close();
    },
  };
}

/** Connects to the process that has this data directory; null when none is running. */
export async function knock(dataDir: string): Promise<Socket | null> {
  return connect(doorOf(resolve(dataDir)));
}

function doorOf(folder: string): string {
  return join(folder, 'bot.sock');
}

/** Listens on `mine` and makes it `bot.sock`; false when another process has the folder. */
async function takeFolder(server: Server, folder: string, mine: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  server.listen(mine);
  await once(server, 'listening');
  await chmod(mine, 0o600);
  if (!(await claim(folder, mine))) return false;
  await rename(mine, doorOf(folder));
  return true;
}

/** What is wrong with the path of a data directory and how to mend it; null when a socket fits into it. */
export function pathProblem(dataDir: string): { readonly says: string; readonly mend: string } | null {
  const folder = resolve(dataDir);
  const excess = Buffer.byteLength(newDoor(folder)) - LONGEST_PATH;
  if (excess <= 0) return null;
  const says = `The path of the data directory is ${excess} bytes too long for a socket in it: ${folder}`;
  return { says, mend: 'Set DATA_DIR to a shorter one' };
}

/** Where a socket is made before it becomes the door: a path of its own. */
function newDoor(folder: string): string {
  return join(folder, `bot.tmp.${randomBytes(6).toString('hex')}`);
}

function inUse(folder: string): UserError {
  return new UserError(
    'data_in_use',
    `Another bot is running on the data in ${folder}. Stop it first, set DATA_DIR to another folder, or set DATABASE_URL to share a PostgreSQL.`,
  );
}

function unsuitable(folder: string, cause: unknown): UserError {
  const message = `No socket can be made in ${folder} (${String(cause)}). Set DATA_DIR to a local folder that the bot may write to.`;
  return new UserError('config_invalid', message, { cause });
}
