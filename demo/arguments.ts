import { parseArgs } from 'node:util';
import { UserError } from '../src/errors.js';
import type { Fault } from './faults/fault.js';
import { faults } from './faults/index.js';

/** What is broken where it is done once, unless an argument names another fault. */
const FIRST_FAULT = 'oom';

/** What a person may say after `npm run demo --`. */
export interface DemoArguments {
  /** Do it once and exit, also at a terminal. */
  readonly once: boolean;
  /** What is broken first; null where people choose for themselves. */
  readonly fault: Fault | null;
  /** Over Socket Mode instead of HTTP. */
  readonly socket: boolean;
  /** The Compose project; undefined for the demo's own. */
  readonly project: string | undefined;
}

/** Reads the words behind the program's name. Throws `UserError` naming what is allowed. */
export function readArguments(words: readonly string[]): DemoArguments {
  const { values, positionals } = parsed(words);
  if (positionals.length > 1) throw notUnderstood(`Only one fault is broken first, not ${positionals.join(' and ')}.`);
  const { once, socket, project } = values;
  const first = positionals[0] ?? (once ? FIRST_FAULT : null);
  return { once, socket, project, fault: first === null ? null : faultCalled(first) };
}

/** Throws `UserError` with the names there are. */
export function faultCalled(name: string): Fault {
  const fault = faults.find((one) => one.name === name);
  if (fault !== undefined) return fault;
  throw new UserError(
    'not_found',
    `There is no fault ${name}. There are: ${faults.map((one) => one.name).join(', ')}.`,
  );
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        once: { type: 'boolean', default: false },
        socket: { type: 'boolean', default: false },
        project: { type: 'string' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw notUnderstood(error instanceof Error ? error.message : String(error));
  }
}

function notUnderstood(why: string): UserError {
  return new UserError('not_understood', `${why}\nUsage: npm run demo -- [--once] [--socket] [--project NAME] [FAULT]`);
}
