import type { Rights } from '../../commands/command.js';
import { Accounts } from '../../src/engine/accounts.js';
import { Look } from '../../src/engine/look.js';
import { nowhere } from '../../src/terminal/nowhere.js';
import { painted } from '../../src/terminal/paint.js';
import { session, type SessionParts } from '../../src/terminal/session.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { NO_SOURCES } from '../engine/clerk.js';
import { runbooksOf } from '../engine/runbooks.js';
import { Process, type BotOptions, type Database } from '../engine/house.js';

/** What was said at a terminal, and how the program ended. */
export interface Spoken {
  readonly exit: number;
  /** Everything that was shown, complaints included. */
  readonly shown: string;
  /** What was printed for a file or another program. */
  readonly printed: string;
}

export interface Seated {
  readonly process: Process;
  /** Says words at the terminal. `heard` is told of every message as it is shown. */
  readonly type: (words: string, signal?: AbortSignal, heard?: (shown: string) => void) => Promise<Spoken>;
}

export interface SeatOptions extends Omit<BotOptions, 'runbooks'> {
  readonly runbooks: readonly Runbook[];
  readonly owner?: string;
  readonly seat?: SessionParts['seat'];
  readonly rights?: Rights;
}

const NOBODY: Rights = { approve: () => Promise.resolve(false), breakGlass: () => Promise.resolve(false) };

/** A process of its own that somebody called ada sits at. */
export async function sit(database: Database, options: SeatOptions): Promise<Seated> {
  const { owner = 'terminal', seat = 'alone', rights = NOBODY, runbooks, ...rest } = options;
  const own = seat === 'in_bot' ? { serve: true } : { serve: false, screen: nowhere };
  const process = new Process(database.store, owner, { runbooks, ...own, ...rest });
  await process.engine.start();
  const { engine } = process;
  const { store } = database;
  const clock = { now: () => new Date() };
  const accounts = new Accounts({ store, runbooks: runbooksOf(runbooks), sources: NO_SOURCES, clock });
  const look = new Look({ store, running: (id) => engine.running(id), runbooks, accounts, clock });
  return {
    process,
    type: async (words, signal = new AbortController().signal, heard = () => undefined) => {
      const shown: string[] = [];
      const say = (message: Parameters<typeof painted>[0]): void => {
        const lines = painted(message, { colour: false, width: 500 });
        shown.push(lines);
        heard(lines);
      };
      const printed: string[] = [];
      const print = (output: string): void => void printed.push(output);
      const parts = { look, engine, rightsOf: () => rights, seat };
      const exit = await session(parts, { by: 'ada', words, say, complain: say, print }, signal);
      return { exit, shown: shown.join('\n'), printed: printed.join('') };
    },
  };
}
