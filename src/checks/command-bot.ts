import { spawn, type ChildProcess } from 'node:child_process';
import { CannotLook } from './check.js';
import type { ExecCommand, ExecResult } from './containers.js';
import { errorCode } from './network-error.js';
import { underLimit, type Environment } from './time-limit.js';

/** As every shell says it. */
const NO_PROGRAM = 127;
const ALWAYS = ['PATH', 'HOME', 'LANG'];

/** A program to run on the bot's machine. */
export interface LocalCommand extends ExecCommand {
  readonly cwd: string | undefined;
  /** Names of the variables it gets from `environment`, beside PATH, HOME and LANG. */
  readonly env: readonly string[];
  /** Which `maxBytes` of its output are kept: the `first` unless told, and more ends the program; with `newest` it may write as much as it likes. */
  readonly keep?: 'first' | 'newest';
}

/** It is certain that the program was not started. */
export class CannotStart extends CannotLook {}

type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null } | { readonly error: Error };

/**
 * Runs a program without a shell, in a process group of its own, which is killed when the time is over, when it writes too
 * much, and when the program ends before its children. Where the bot is killed meanwhile, coreutils' `timeout` ends it. Throws
 * `CannotStart` where it could not be started, and `CannotLook` when `signal` aborts.
 */
export async function runLocally(
  command: LocalCommand,
  environment: Environment,
  signal: AbortSignal,
): Promise<ExecResult> {
  const [program = ''] = command.argv;
  refuseIfOver(signal, program);
  const [first = '', ...args] = await underLimit(command.argv, command.timeout, command.cwd, environment);
  refuseIfOver(signal, program);
  command.permit?.();
  const began = performance.now();
  const child = spawn(first, args, {
    cwd: command.cwd,
    env: Object.fromEntries([...ALWAYS, ...command.env].map((name) => [name, environment[name]])),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = new Output(child, command.maxBytes, command.keep ?? 'first');
  const timer = new Timer(child, command.timeout);
  const onAbort = (): void => killGroup(child);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await endOf(child);
    refuseIfOver(signal, program);
    const took = Math.round(performance.now() - began);
    return resultOf(end, output, timer.over, took, command);
  } finally {
    timer.stop();
    signal.removeEventListener('abort', onAbort);
  }
}

function resultOf(end: End, output: Output, timedOut: boolean, took: number, { argv, cwd }: LocalCommand): ExecResult {
  const missing = 'error' in end && errorCode(end.error) === 'ENOENT';
  if ('error' in end && (!missing || cwd !== undefined)) throw cannotStart(argv[0] ?? '', cwd, end.error);
  const ended = 'code' in end && end.signal === null && !timedOut && !output.cutOff;
  const exitCode = missing ? NO_PROGRAM : ended ? end.code : null;
  const { full: truncated, stdout, stderr } = output;
  return { exitCode, stdout, stderr, timedOut, truncated, missing, maybeRunning: false, took };
}

/** Where a folder was named, the engine of the machine does not tell which of the two is not there. */
function cannotStart(program: string, cwd: string | undefined, cause: Error): CannotStart {
  const where = cwd === undefined ? '' : ` in ${cwd}`;
  return new CannotStart(`${program} cannot be started${where} on the bot's machine (${errorCode(cause)})`, { cause });
}

function refuseIfOver(signal: AbortSignal, program: string): void {
  if (signal.aborted) throw new CannotLook(`the time for ${program} was over`);
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    // Children it leaves behind would keep its output open.
    child.once('exit', () => killGroup(child));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/** Kills the group when the time is over, and remembers that it did. */
class Timer {
  over = false;
  readonly #timer: NodeJS.Timeout;
  constructor(child: ChildProcess, limit: number) {
    this.#timer = setTimeout(() => {
      this.over = true;
      killGroup(child);
    }, limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

type Stream = 'stdout' | 'stderr';

/** Keeps the beginning of both streams and kills the group at what is too much, or keeps their end. */
class Output {
  readonly #written: { readonly stream: Stream; readonly chunk: Buffer }[] = [];
  readonly #child: ChildProcess;
  readonly #most: number;
  readonly #keep: 'first' | 'newest';
  #size = 0;
  /** It wrote more than was to be kept. */
  full = false;

  constructor(child: ChildProcess, most: number, keep: 'first' | 'newest') {
    this.#child = child;
    this.#most = most;
    this.#keep = keep;
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.on('data', (chunk: Buffer) => this.#add(stream, chunk));
  }

  /** The program was ended for what it wrote. */
  get cutOff(): boolean {
    return this.full && this.#keep === 'first';
  }

  get stdout(): string {
    return this.#text('stdout');
  }

  get stderr(): string {
    return this.#text('stderr');
  }

  #add(stream: Stream, chunk: Buffer): void {
    const room = this.#most - this.#size;
    if (chunk.length > room) this.full = true;
    if (this.#keep === 'newest') this.#push(stream, chunk);
    else if (room > 0) this.#push(stream, chunk.subarray(0, room));
    if (this.cutOff) killGroup(this.#child);
    for (let over = this.#size - this.#most; over > 0; over = this.#size - this.#most) this.#dropOldest(over);
  }

  #push(stream: Stream, chunk: Buffer): void {
    this.#written.push({ stream, chunk });
    this.#size += chunk.length;
  }

  #dropOldest(bytes: number): void {
    const oldest = this.#written.shift();
    if (oldest === undefined) return;
    this.#size -= oldest.chunk.length;
    if (oldest.chunk.length <= bytes) return;
    const rest = oldest.chunk.subarray(bytes);
    this.#written.unshift({ stream: oldest.stream, chunk: rest });
    this.#size += rest.length;
  }

  #text(stream: Stream): string {
    const chunks = this.#written.flatMap((one) => (one.stream === stream ? [one.chunk] : []));
    return Buffer.concat(chunks).toString('utf8');
  }
}
