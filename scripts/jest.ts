import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../src/package-root.js';

const root = packageRoot();

/** Jest in processes of its own, one at a time, that can be interrupted. */
export class Jest {
  readonly #args: readonly string[];
  #child: ChildProcess | null = null;
  #interrupted = false;

  /** @param args what the person typed after `npm test --` */
  constructor(args: readonly string[]) {
    this.#args = args;
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Ends the running tests and lets none start. */
  interrupt(): void {
    this.#interrupted = true;
    this.#child?.kill('SIGTERM');
  }

  /** The files a project would run with the person's arguments. */
  async files(project: string): Promise<string[]> {
    const child = this.#start([...this.#project(project), '--listTests'], 'pipe');
    const [listed] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'close')]);
    return listed.split('\n').filter((line) => line.endsWith('.test.ts'));
  }

  /** Runs a project and returns jest's exit code; results go to `outputFile` as JSON. */
  async run(project: string, outputFile: string, more: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    const args = [...this.#project(project), ...more, '--passWithNoTests', '--json', `--outputFile=${outputFile}`];
    const child = this.#start(args, 'inherit', env);
    await once(child, 'close');
    return child.exitCode ?? 1;
  }

  #project(name: string): string[] {
    // The person's words come first: --selectProjects takes every word after it, up to the next option.
    return [...this.#args, '--selectProjects', name];
  }

  #start(args: readonly string[], stdout: 'pipe' | 'inherit', env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const node = [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
    ];
    this.#child = spawn(process.execPath, [...node, ...args], {
      cwd: root,
      env,
      stdio: ['inherit', stdout, 'inherit'],
    });
    return this.#child;
  }
}
