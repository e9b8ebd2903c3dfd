import { CommandFailed } from '../command.js';
import type { Stack } from '../stack.js';

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

/** Breaks the API from the inside; the words are those of demo/images/api/breakage.py. */
export async function breakInside(
  stack: Stack,
  how: 'crash' | 'leak' | 'lose-model' | 'odd-state' | 'deadlock',
): Promise<void> {
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
