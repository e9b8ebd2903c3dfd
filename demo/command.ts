import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  /** The whole environment of the command; this process's own where left out. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Written to its standard input. */
  readonly input?: string;
  /** `included`: what it printed as errors follows its standard output in the result. */
  readonly complaints?: 'included';
  /** Milliseconds until it is killed; none where left out. */
  readonly timeout?: number;
}

/** A command that did not end well. The message shows the command and the end of what it printed. */
export class CommandFailed extends Error {
  readonly code: number | null;
  constructor(program: string, args: readonly string[], code: number | null, output: string, options?: ErrorOptions) {
    const ending = code === null ? 'could not run or was killed' : `ended with code ${code}`;
    super(`${[program, ...args].join(' ')} ${ending}${output === '' ? '' : `:\n${output}`}`, options);
    this.name = 'CommandFailed';
    this.code = code;
  }
}

/** Runs a program without a shell and returns its standard output. Throws `CommandFailed` on any code but 0. */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const child = spawn(program, args, {
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.timeout === undefined ? {} : { timeout: options.timeout, killSignal: 'SIGKILL' }),
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A program that ends without reading its input is no failure by itself.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  try {
    const [output, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code === 0) return options.complaints === 'included' ? output + complaints : output;
    throw new CommandFailed(program, args, code, lastLines(complaints === '' ? output : complaints));
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(program, args, null, error instanceof Error ? error.message : '', { cause: error });
  }
}

/** True when the program ran and ended with code 0. */
export async function succeeds(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<boolean> {
  return run(program, args, options).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CommandFailed) return false;
      throw error;
    },
  );
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-20).join('\n');
}
