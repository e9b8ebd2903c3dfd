import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { ContainerState, ExecCommand, ExecResult } from '../checks/containers.js';
import { ContainerGone } from '../checks/look-at-container.js';
import { TimeIsUp, within } from '../checks/deadline.js';
import type { Engine } from './engine.js';
import { ExecOutput } from './exec-output.js';
import { isMissing, limited } from './exec-limit.js';
import { EngineRefused, cannotLook } from './failure.js';

const created = z.object({ Id: z.string().min(1) });
const inspection = z.object({ Running: z.boolean(), ExitCode: z.number().nullish() });

const LIMIT = 4_000;
// What the engine may take to begin and to notice the end, beside the program's own time.
const GRACE = 750;
const SETTLING = { looks: 60, between: 15 };
const KILLED = 137;
/** As every shell says it; runtimes differ. */
const NO_PROGRAM = 127;

/** How one try ended. `over`: its time was, and it was not waited for. */
interface Ended {
  readonly exitCode: number | null;
  readonly output: ExecOutput;
  readonly over: boolean;
  readonly took: number;
}

/**
 * Runs a program in a container. It is killed there when its time is over, whatever becomes of this process; only where the
 * container has no `sh` can that not be promised, and the result says so. Throws `CannotLook`.
 */
export async function runInContainer(
  engine: Engine,
  container: ContainerState,
  command: ExecCommand,
  signal: AbortSignal,
): Promise<ExecResult> {
  const seconds = Math.ceil(command.timeout / 1_000);
  const guarded = await attempt(engine, container, { ...command, argv: limited(command.argv, seconds) }, signal);
  if (!isNoProgram(container, guarded)) return resultOf(guarded, seconds, false);
  const bare = await attempt(engine, container, command, signal);
  const missing = isNoProgram(container, bare);
  return {
    ...resultOf(bare, seconds, true),
    ...(missing ? { missing, exitCode: NO_PROGRAM, stdout: '', stderr: '', maybeRunning: false } : {}),
  };
}

function resultOf({ exitCode, output, over, took }: Ended, seconds: number, unguarded: boolean): ExecResult {
  const killed = exitCode === KILLED && took >= seconds * 1_000;
  const stderr = output.text('stderr');
  const missing = !unguarded && isMissing(exitCode, stderr);
  return {
    exitCode: killed ? null : exitCode,
    stdout: output.text('stdout'),
    stderr: missing ? '' : stderr,
    timedOut: killed || over,
    truncated: output.full,
    missing,
    maybeRunning: unguarded && (over || output.full),
    took,
  };
}

async function attempt(
  engine: Engine,
  container: ContainerState,
  { argv, timeout, maxBytes, permit }: ExecCommand,
  signal: AbortSignal,
): Promise<Ended> {
  const id = await create(engine, container, argv, signal);
  const began = performance.now();
  const post = { Detach: false, Tty: false };
  const leave = permit === undefined ? {} : { permit: { check: permit } };
  const stream = await engine.open({ path: `/exec/${id}/start`, post, ...leave, limit: LIMIT, signal });
  if (stream === null) throw new ContainerGone(container.name, 'the bot asked from inside it');
  const output = new ExecOutput(maxBytes);
  const limit = Math.ceil(timeout / 1_000) * 1_000 + GRACE;
  const over = await readWithin(engine, stream, output, limit, signal);
  const took = Math.round(performance.now() - began);
  const exitCode = over || output.full ? null : await exitCodeOf(engine, id, signal);
  return { exitCode, output, over, took };
}

async function create(
  engine: Engine,
  container: ContainerState,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const post = { AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv };
  try {
    const answer = await engine.json({ path: `/containers/${container.id}/exec`, post, limit: LIMIT, signal }, created);
    if (answer === null) throw new ContainerGone(container.name, 'the bot asked from inside it');
    return answer.Id;
  } catch (error) {
    const refusal = error instanceof CannotLook ? error.cause : null;
    if (!(refusal instanceof EngineRefused) || refusal.status !== 409) throw error;
    const how = /\b(?:paused|restarting)\b/.exec(refusal.message)?.[0];
    const state = how === undefined ? 'does not run' : `is ${how}`;
    throw new CannotLook(`${container.name} ${state}, so nothing can be asked from inside`, { cause: error });
  }
}

/** True when the time was over before the output ended. */
async function readWithin(
  { host, address }: Engine,
  stream: AsyncIterable<Buffer> & { destroy(): unknown },
  output: ExecOutput,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await within(limit, signal, () => output.read(stream));
    return false;
  } catch (error) {
    if (error instanceof TimeIsUp) return true;
    throw cannotLook(host, address, error, signal.aborted);
  } finally {
    stream.destroy();
  }
}

/** The engine learns of the end a moment after the output ended. Null where it forgot the program, as it does when the container ends. */
async function exitCodeOf(engine: Engine, id: string, signal: AbortSignal): Promise<number | null> {
  for (let look = 0; look < SETTLING.looks; look += 1) {
    const seen = await engine.json({ path: `/exec/${id}/json`, limit: LIMIT, signal }, inspection);
    if (seen === null) return null;
    if (!seen.Running) return seen.ExitCode ?? null;
    await pause(SETTLING.between);
  }
  return null;
}

/** The runtime could not start it for want of the program. Throws `CannotLook` where it was for anything else. */
function isNoProgram(container: ContainerState, { exitCode, output }: Ended): boolean {
  if (exitCode !== 126 && exitCode !== 127) return false;
  const words = output.text('stdout');
  if (!words.startsWith('OCI runtime exec failed')) return false;
  if (/executable file not found|no such file or directory|permission denied/i.test(words)) return true;
  throw cannotStart(container, words);
}

function cannotStart(container: ContainerState, words: string): CannotLook {
  const reason = words.trim().split(': ').slice(-2)[0] ?? '';
  return new CannotLook(`nothing can be started in ${container.name}: ${reason}`);
}
