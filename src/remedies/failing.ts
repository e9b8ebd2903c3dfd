import { CannotLook } from '../checks/check.js';
import type { ContainerState } from '../checks/containers.js';
import { text, type Text } from '../text/text.js';
import { Refused } from './docker.js';
import { TooLate, type Doing, type Done } from './remedy.js';
import { stateOf, type Pinned } from './target.js';

/** Whether it is certain that a change was not made. */
export function isCertain(error: unknown): boolean {
  return error instanceof Refused || error instanceof TooLate;
}

/** Why a change was certainly not made. Throws the error again where that is not certain. */
export function certain(error: unknown): string {
  if (error instanceof Refused) return error.reason;
  if (error instanceof TooLate) return 'the time to act was over';
  throw error;
}

/** The remedy ended half way or before: `could not restart api-1: …; api-1 is stopped, exit code 137`. */
export function failed(...parts: readonly (string | Text)[]): Done {
  return { result: 'failed', says: text(...parts) };
}

/** Clauses as one line, without those that are null. */
export function sentence(...clauses: readonly (string | null)[]): Text {
  return text(clauses.filter((one) => one !== null).join('; '));
}

/** How a container is now, looked at anew: the end of every sentence about a failure. */
export async function asItIs(pin: Pinned, doing: Doing, signal: AbortSignal): Promise<string> {
  try {
    const state = await stateOf(pin, doing, signal);
    return state === null ? `${pin.name} is gone` : `${pin.name} ${inWords(state)}`;
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    return `how ${pin.name} is now could not be seen`;
  }
}

/** `runs`, `is stopped, exit code 137`. */
export function inWords({ status, exitCode }: ContainerState): string {
  switch (status) {
    case 'running':
      return 'runs';
    case 'exited':
      return `is stopped, exit code ${exitCode}`;
    case 'created':
      return 'was never started';
    case 'restarting':
      return `ends and is restarted, exit code ${exitCode}`;
    case 'paused':
    case 'removing':
    case 'dead':
      return `is ${status}`;
  }
}
