import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { UserError } from '../src/errors.js';
import { engineAnswers } from './docker.js';
import { waitFor } from './wait.js';

export interface DaemonOptions {
  /** Where it will answer, as in DOCKER_HOST. */
  readonly host: string;
  /** Where it keeps its process id; one left by a dead engine is removed. */
  readonly pidFile: string;
  /** What it prints goes here. */
  readonly logFile: string;
  /** The program and its arguments; `['dockerd']` but in tests: a second dockerd breaks the network of the first. */
  readonly command: readonly string[];
}

/** Milliseconds. A first start on a slow disk takes some ten seconds. */
const patience = 60_000;

/**
 * Starts dockerd, or waits for one that is starting already, until it answers. The result ends what was started here.
 * Throws `UserError` with the end of its log when it gives up.
 */
export async function startDaemon(options: DaemonOptions): Promise<{ stop(): Promise<void> }> {
  if (isStarting(options.pidFile)) {
    await untilAnswering(options, null);
    return { stop: () => Promise.resolve() };
  }
  rmSync(options.pidFile, { force: true });
  const log = openSync(options.logFile, 'a');
  // A group of its own: Ctrl-C at the terminal reaches us, who still need the engine to clean up.
  const [program = 'dockerd', ...args] = options.command;
  const daemon = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const started = await Promise.race([
    once(daemon, 'spawn').then(() => true),
    once(daemon, 'error').then(() => false),
  ]).catch(() => false);
  if (!started) throw new UserError('not_found', `The program ${program} could not be started.`);
  daemon.unref();
  try {
    await untilAnswering(options, daemon);
  } catch (error) {
    await end(daemon);
    throw error;
  }
  return { stop: () => end(daemon) };
}

/** True when the pid file names a living dockerd. After a crash the number may belong to any other program. */
function isStarting(pidFile: string): boolean {
  try {
    const pid = readFileSync(pidFile, 'utf8').trim();
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dockerd';
  } catch {
    return false;
  }
}

async function untilAnswering(options: DaemonOptions, daemon: ChildProcess | null): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    if (daemon !== null && hasEnded(daemon)) throw new Error('it ended at once');
    return (await engineAnswers(options.host)) ? true : undefined;
  };
  try {
    await waitFor('an answer of the Docker engine', patience, look);
  } catch (error) {
    const log = await readFile(options.logFile, 'utf8').catch(() => '');
    const end = log.trim().split('\n').slice(-5).join('\n');
    throw new UserError('not_found', `The Docker engine did not start; ${options.logFile} ends:\n${end}`, {
      cause: error,
    });
  }
}

async function end(daemon: ChildProcess): Promise<void> {
  if (hasEnded(daemon)) return;
  // Nothing else may keep this process alive until the engine has ended.
  daemon.ref();
  daemon.kill('SIGTERM');
  await once(daemon, 'exit');
}

function hasEnded(daemon: ChildProcess): boolean {
  return daemon.exitCode !== null || daemon.signalCode !== null;
}
