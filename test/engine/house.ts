import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { Accounts } from '../../src/engine/accounts.js';
import { FollowingClock } from '../../src/engine/clock.js';
import type { Pace } from '../../src/engine/aftermath.js';
import type { Hands } from '../../src/engine/hands.js';
import { Engine, type EngineOptions } from '../../src/engine/engine.js';
import type { AskCheck, Runbooks, Screen, Wish, WishOutcome } from '../../src/engine/ports.js';
import type { InboxItem, Store } from '../../src/engine/store.js';
import { wishOf } from '../../src/engine/wish.js';
import type { CheckAnswer } from '../../src/incident/events.js';
import type { Incident } from '../../src/incident/state.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { openPglite } from '../../src/store/pglite.js';
import type { Sql } from '../../src/store/sql.js';
import { createStore } from '../../src/store/store.js';
import { createMask } from '../../src/text/mask.js';
import { databaseFolder } from '../database-folder.js';
import { until } from '../until.js';
import { Clerk, NO_SOURCES } from './clerk.js';
import { answer, runbookOf, runbooksOf } from './runbooks.js';

/** A database for one test file. */
export interface Database {
  readonly store: Store;
  readonly sql: Sql;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** All tables, those that refer to others first. */
const TABLES = ['payloads', 'events', 'incidents', 'inbox', 'leases', 'text_uses', 'texts', 'holders'] as const;

export async function openDatabase(): Promise<Database> {
  const folder = await databaseFolder();
  const sql = await openPglite(join(folder, 'pglite'));
  return {
    sql,
    store: createStore(sql, 'PGlite'),
    empty: async () => {
      // Of a few rows this is much quicker than truncate, which makes new files.
      const emptied = TABLES.map((table) => `delete from ${table};`).join('\n');
      await sql.transaction((tx) => tx.script(emptied));
    },
    close: async () => {
      await sql.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Checks that answer when they are told to, and count how often they were asked. */
export class Checks {
  readonly asked: string[] = [];
  readonly #answers = new Map<string, CheckAnswer>();
  readonly #waiting: { check: string; give: (answer: CheckAnswer) => void }[] = [];

  readonly ask: AskCheck = async (_runbook, { id }) => {
    this.asked.push(id);
    const known = this.#answers.get(id);
    if (known !== undefined) return known;
    return new Promise((give) => this.#waiting.push({ check: id, give }));
  };

  /** From now on the check answers so; whoever waits for it hears it. */
  answer(check: string, given: CheckAnswer): this {
    this.#answers.set(check, given);
    for (const one of this.#waiting.filter((waiting) => waiting.check === check)) one.give(given);
    return this;
  }

  /** From now on whoever asks the check waits. */
  forget(check: string): void {
    this.#answers.delete(check);
  }

  /** How often a check was asked. */
  times(check: string): number {
    return this.asked.filter((one) => one === check).length;
  }
}

/** Both checks of the small runbook answer at once: the front is broken. */
export const brokenFront = (): Checks => new Checks().answer('front', answer(false)).answer('back', answer(true));

export interface BotOptions extends Partial<EngineOptions> {
  readonly checks?: Checks;
  readonly hands?: Hands;
  readonly runbooks?: readonly Runbook[] | Runbooks;
  readonly screen?: Screen;
  readonly clerk?: Clerk;
  /** How far its clock is ahead of the database's, ms. */
  readonly ahead?: number;
  readonly log?: Logger;
  readonly start?: boolean;
}

/** For tests in a hurry; ms. */
const QUICK: Pace = { verify: 5, findOut: 20, patience: 50, margin: 50 };

const NO_HANDS: Hands = {
  off: 'these tests have no remedies',
  draft: () => Promise.reject(new Error('no hands')),
  act: () => Promise.reject(new Error('no hands')),
  settle: () => Promise.reject(new Error('no hands')),
};

/** What a process shows and tells: every state on show at once. */
export class Process {
  readonly engine: Engine;
  readonly checks: Checks;
  readonly clerk: Clerk;
  readonly told: { readonly wish: Wish; readonly outcome: WishOutcome }[] = [];
  readonly shown: Incident[] = [];
  readonly adopted: string[] = [];
  readonly owner: string;
  /** A process that crashed does nothing any more: its screen is blind and its store closed to it. */
  #crashed = false;
  /** How far its clock jumped, ms. */
  #jumped = 0;

  constructor(store: Store, owner: string, options: BotOptions = {}) {
    this.owner = owner;
    this.checks = options.checks ?? brokenFront();
    this.clerk = options.clerk ?? new Clerk();
    const { runbooks: given = [runbookOf()], ahead = 0 } = options;
    // A lease that lapses while the machine is busy with something else would change who runs what.
    const { leaseMs = 60_000, pollMs = 50, finishMs = 300, serve = true } = options;
    const log = options.log ?? pino({ level: 'silent' });
    const own = this.#untilCrash(store);
    const clock = new FollowingClock(
      async () => new Date((await own.now()).getTime() + ahead + this.#jumped),
      () => Date.now() + this.#jumped,
    );
    const runbooks = 'current' in given ? given : runbooksOf(given);
    this.engine = new Engine(
      {
        ...{ store: own, clock, ask: this.checks.ask, wishOf, log, owner, runbooks },
        hands: options.hands ?? NO_HANDS,
        pace: QUICK,
        screen: options.screen ?? this.#screen(),
        accounts: new Accounts({ store: own, runbooks, sources: NO_SOURCES, clock }),
        reporter: this.clerk,
        ownChannels: false,
        mask: createMask({ patterns: [], known: [] }),
        tell: (wish, outcome) => this.told.push({ wish, outcome }),
      },
      { leaseMs, pollMs, finishMs, serve },
    );
  }

  /** Its clock jumps ahead, as when the machine slept. */
  jump(ms: number): void {
    this.#jumped += ms;
  }

  /** Ends at once, without giving anything back; what it has under way never reaches the database. */
  crash(): void {
    this.#crashed = true;
    void this.engine.stop();
  }

  /** Stops as a program does; a crashed one is gone already. */
  async stop(): Promise<void> {
    if (!this.#crashed) await this.engine.stop();
  }

  #screen(): Screen {
    return {
      adopt: ({ id }) => void this.adopted.push(id),
      show: (incident, listener) => {
        this.shown.push(incident);
        queueMicrotask(() => listener.shown(incident));
      },
    };
  }

  #untilCrash(store: Store): Store {
    return spoiled(store, async (_method, call) => {
      if (this.#crashed) throw new Error('this process is no more');
      return call();
    });
  }
}

/** A store whose every call but the synchronous ones passes through `spoil`, which may refuse it, delay it or throw afterwards. */
export function spoiled(
  store: Store,
  spoil: (method: keyof Store, call: () => Promise<unknown>) => Promise<unknown>,
): Store {
  return new Proxy(store, {
    get: (target, method: keyof Store) => {
      const call = (...parts: unknown[]): unknown => Reflect.apply(Reflect.get(target, method), target, parts);
      if (method === 'onHint' || method === 'describe') return call;
      return (...parts: unknown[]) => spoil(method, async () => Promise.resolve(call(...parts)));
    },
  });
}

/** Submits a wish and waits for what becomes of it. */
export async function outcome(engine: Engine, item: InboxItem): Promise<WishOutcome> {
  return new Promise((resolve, reject) => {
    engine.submit(item, resolve).catch(reject);
  });
}

/** Types of an incident's events, in order. */
export async function story(store: Store, incident: string): Promise<string[]> {
  return (await store.load(incident)).map(({ type }) => type);
}

/** Waits until an incident's log has so many events of a type, and returns their payloads. */
export async function recorded(store: Store, incident: string, type: string, count = 1): Promise<object[]> {
  let found: object[] = [];
  await until(async () => {
    found = (await store.load(incident)).filter((event) => event.type === type).map(({ payload }) => payload);
    return found.length >= count;
  }, `${count} × ${type} in ${incident}`);
  return found;
}

export async function completed(store: Store, incident: string, runs = 1): Promise<void> {
  const done = async (): Promise<boolean> =>
    (await story(store, incident)).filter((type) => type === 'run.completed').length >= runs;
  await until(done, `run ${runs} of ${incident} to be complete`);
}
