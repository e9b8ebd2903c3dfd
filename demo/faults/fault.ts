import { CommandFailed } from '../command.js';
import type { Stack } from '../stack.js';
import { waitFor } from '../wait.js';

/** How long the API may take to start, ms: far more than it needs, to end what hangs. */
const START_MS = 60_000;

/** One way to break the stack for real. */
export interface Fault {
  /** As people type it. */
  readonly name: string;
  /** One line: what happens, as a person in the demo chooses it. */
  readonly says: string;
  /** Breaks the stack and resolves once the break shows; throws when it does not show in time. */
  make(stack: Stack): Promise<void>;
  /** Undoes the break. Where the break lies in the stack, the stack is healthy afterwards, whatever else happened to it. */
  heal(stack: Stack): Promise<void>;
}

/** The way back for every fault that lies in the stack itself. */
export async function restore(stack: Stack): Promise<void> {
  await stack.restore();
}

/** The words of demo/images/api/breakage.py. */
type Breakage =
  | 'crash'
  | 'segfault'
  | 'leak'
  | 'fill-memory'
  | 'leak-files'
  | 'hold-connections'
  | 'lose-model'
  | 'odd-state'
  | 'maintenance'
  | 'slow'
  | 'backtrack'
  | 'deadlock';

/** Breaks the API from the inside. */
export async function breakInside(stack: Stack, how: Breakage): Promise<void> {
  const asking = stack.exec('api', ['sh', '-c', `echo ${how} | nc -NU /run/breakage.sock`]);
  const answer = await asking.catch((error: unknown) => {
    // On a busy machine the container may die before the command that asked for it has ended.
    if (error instanceof CommandFailed && error.code === 137) return 'ok';
    throw error;
  });
  if (answer.trim() !== 'ok') throw new Error(`The API did not accept the fault ${how}: ${answer}`);
}

export async function untilUnhealthy(stack: Stack): Promise<void> {
  await stack.until('api', 'unhealthy', (state) => state?.health === 'unhealthy');
}

export async function untilHealthy(stack: Stack): Promise<void> {
  await stack.until('api', 'healthy', (state) => state?.status === 'running' && state.health === 'healthy');
}

/** Waits until something answers at the address of the API's health, whatever it says: Docker calls it unhealthy while it starts, too. */
export async function untilAnswering(stack: Stack): Promise<void> {
  await waitFor('an answer of the API', START_MS, async () => (await answers(stack, 10_000)) || undefined);
}

/** Waits until the API has written this into its log. */
export async function untilLogged(stack: Stack, words: string): Promise<void> {
  await waitFor(`"${words}" in the log of the API`, START_MS, async () =>
    (await stack.logs('api')).includes(words) ? true : undefined,
  );
}

/** Waits until the API has ended with this exit code. */
export async function untilExited(stack: Stack, code: number): Promise<void> {
  await stack.until('api', `ended with ${code}`, (state) => state?.status === 'exited' && state.exitCode === code);
}

/** Starts the API where that must fail, as with a port that is taken. */
export async function failToStart(start: Promise<unknown>): Promise<void> {
  const failed = await start.then(
    () => false,
    (error: unknown) => {
      if (error instanceof CommandFailed) return true;
      throw error;
    },
  );
  if (!failed) throw new Error('The API started, although it should not have been able to.');
}

/** True when the API answers its health request within so many milliseconds, whatever it says. */
export async function answers(stack: Stack, patience: number): Promise<boolean> {
  return fetch(stack.urls.health, { signal: AbortSignal.timeout(patience) }).then(
    () => true,
    () => false,
  );
}
