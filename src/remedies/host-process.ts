import { readFileSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../checks/network-error.js';
import { orGone } from '../checks/host-sockets.js';

/** What tells one process from a later one with the same number. */
export interface ProcessLife {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since the machine began. */
  readonly startedAt: string;
  /** It ended, and is only not collected yet. */
  readonly over: boolean;
}

const STAT = { state: 0, parent: 1, startedAt: 19 } as const;
const OVER = ['Z', 'X', 'x'];

/** Reads a process at once, so that nothing happens between this and what follows; null where there is none. */
export function readLife(proc: string, pid: number): ProcessLife | null {
  const written = orNull(() => readFileSync(join(proc, String(pid), 'stat'), 'utf8'));
  if (written === null) return null;
  // The name stands in brackets and may hold any character, brackets included.
  const fields = written.slice(written.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = '', startedAt = ''] = [fields[STAT.state], fields[STAT.parent], fields[STAT.startedAt]];
  return { pid, parent: Number(parent), startedAt, over: OVER.includes(state) };
}

/** True while the process that began then still runs. */
export function stillRuns(proc: string, pid: number, startedAt: string): boolean {
  const life = readLife(proc, pid);
  return life !== null && life.startedAt === startedAt && !life.over;
}

/** The bot's own process and all above it. */
export function ownLine(proc: string): ReadonlySet<number> {
  const line = new Set<number>();
  for (let pid = process.pid; pid > 0 && !line.has(pid); pid = readLife(proc, pid)?.parent ?? 0) line.add(pid);
  return line;
}

/** Which machine, since it began, and which numbering of processes: numbers of another tell nothing. Null where that cannot be read. */
export async function numberingOf(proc: string): Promise<string | null> {
  const [boot, numbers] = await Promise.all([
    orGone(readFile(join(proc, 'sys/kernel/random/boot_id'), 'utf8'), ''),
    orGone(readlink(join(proc, 'self/ns/pid')), ''),
  ]);
  return boot === '' || numbers === '' ? null : `${boot.trim()} ${numbers}`;
}

/** The numbers of `proc` are those that the bot's own signals reach. */
export async function signalsReach(proc: string): Promise<boolean> {
  return (await orGone(readlink(join(proc, 'self')), '')) === String(process.pid);
}

/** Whether the bot may send it signals. */
export function maySignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EPERM') return false;
    if (errorCode(error) === 'ESRCH') return true;
    throw error;
  }
}

/** Sends a signal; false where the process is gone. Throws where the bot may not. */
export function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error))) return null;
    throw error;
  }
}
