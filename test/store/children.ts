import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/package-root.js';

const FOLDER = join(packageRoot(), 'test/store');

/** A child process that runs one of our TypeScript programs, and the lines it prints. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts `test/store/<program>`; it is told its arguments and nothing else. */
export function startChild(program: string, ...args: readonly string[]): Child {
  const loader = join(FOLDER, 'typescript-loader.js');
  const argv = ['--no-warnings', '--import', loader, join(FOLDER, program), ...args];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  return {
    process: child,
    lines: createInterface(child.stdout)[Symbol.asyncIterator](),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The next line a child prints; fails when it ends without one. */
export async function nextLine(child: Child): Promise<string> {
  const next = await child.lines.next();
  if (next.done === true) throw new Error('The child process ended without a word');
  return next.value;
}
