import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './network-error.js';

/** A process of the host. `container` is the id of the container it belongs to; null for none. */
export interface HostProcess {
  readonly pid: number;
  readonly name: string;
  readonly command: string;
  readonly container: string | null;
}

const LISTENS = '0A';
const CONTAINER_ID = /[0-9a-f]{64}/;

/** Names of the network interfaces that whoever reads this `/proc` sees; none where there is no such folder, as on macOS. */
export async function interfaceNames(proc: string): Promise<string[]> {
  const written = await orGone(readFile(join(proc, 'net/dev'), 'utf8'), '');
  return written.split('\n').flatMap((line) => /^\s*([^\s:]+):/.exec(line)?.[1] ?? []);
}

/** Inodes of the sockets that listen on a TCP port, whatever the address. */
export async function listeningOn(proc: string, port: number): Promise<Set<string>> {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((table) => readTable(join(proc, table))));
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTENS && local.endsWith(`:${hex}`))
    .flatMap((fields) => fields[9] ?? []);
  return new Set(inodes);
}

/** The process that holds one of these sockets; null where none that the bot may look at does. */
export async function holderOf(
  proc: string,
  inodes: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<HostProcess | null> {
  const wanted = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
  for (const pid of pids) {
    signal.throwIfAborted();
    if (await holds(join(proc, pid, 'fd'), wanted)) return readProcess(proc, pid);
  }
  return null;
}

async function holds(folder: string, wanted: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await orGone(readdir(folder), []);
  const targets = await Promise.all(descriptors.map((one) => orGone(readlink(join(folder, one)), '')));
  return targets.some((target) => wanted.has(target));
}

async function readProcess(proc: string, pid: string): Promise<HostProcess> {
  const read = (file: string): Promise<string> => orGone(readFile(join(proc, pid, file), 'utf8'), '');
  const [name, command, cgroup] = await Promise.all([read('comm'), read('cmdline'), read('cgroup')]);
  return {
    pid: Number(pid),
    name: name.trim(),
    command: command.replaceAll('\0', ' ').trim(),
    container: CONTAINER_ID.exec(cgroup)?.[0] ?? null,
  };
}

/** A host without IPv6 has no table for it. */
async function readTable(file: string): Promise<string> {
  return orGone(readFile(file, 'utf8'), '');
}

// Gone, or somebody else's: what is no file any more while it is read fails with ESRCH.
const EXPECTED = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR']);

/** The work's result, or something else where what it reads is gone or somebody else's. */
export async function orGone<T>(work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (EXPECTED.has(errorCode(error))) return instead;
    throw error;
  }
}
