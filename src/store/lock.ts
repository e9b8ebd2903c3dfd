import { link, readdir, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';

const ATTEMPTS = 100;
const NAME = /^bot\.lock\.(\d+)$/;

/**
 * Claims a folder for the process that listens on the Unix socket `mine`, a file in that folder. Resolves to false when a
 * living process has it. The claim ends with the process: nobody listens on a dead one's socket.
 *
 * A claim is a hard link `bot.lock.N` to the socket; the highest N counts. Making a link that exists fails, so of all who
 * found N dead one gets N+1. A dead claim is never replaced or renamed, only succeeded: a rival who looked a moment ago
 * cannot remove a living claim by mistake. The highest is never deleted, hence numbers are not used twice.
 */
export async function claim(folder: string, mine: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const highest = Math.max(0, ...(await claims(folder)));
    if (highest > 0 && (await answers(join(folder, lockName(highest))))) return false;
    const next = highest + 1;
    if (!(await linked(mine, join(folder, lockName(next))))) continue;
    const all = await claims(folder);
    if (all.every((number) => number <= next)) {
      await forget(folder, all, next);
      return true;
    }
    // The number was free because its holder came and went, and others came after.
    await rm(join(folder, lockName(next)), { force: true });
  }
  throw new Error(`Could not settle who has ${folder} in ${ATTEMPTS} attempts`);
}

/** Connects to a Unix socket; null when nobody listens there. Anything in between (no permission, a full queue) throws. */
export function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(null);
      else reject(error);
    });
  });
}

/** In doubt somebody is there: better to refuse than to have two. */
async function answers(path: string): Promise<boolean> {
  try {
    const socket = await connect(path);
    socket?.destroy();
    return socket !== null;
  } catch {
    return true;
  }
}

async function claims(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The one just before stays, for those who are reading the folder at this moment. */
async function forget(folder: string, all: readonly number[], mine: number): Promise<void> {
  for (const number of all.filter((old) => old < mine - 1)) await rm(join(folder, lockName(number)), { force: true });
}

function lockName(number: number): string {
  return `bot.lock.${number}`;
}
