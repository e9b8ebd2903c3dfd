import type { Logger } from 'pino';
import type { AskCheck } from '../engine/ports.js';
import type { CheckAnswer } from '../incident/events.js';
import { allUnknown, misfits } from '../runbook/facts.js';
import type { Runbook, RunbookCheck } from '../runbook/runbook.js';
import { CannotLook, type Observation, type RegisteredCheck, type World } from './check.js';
import { Sharing } from './sharing.js';

export interface AskParts {
  readonly checks: Readonly<Record<string, RegisteredCheck>>;
  /** The world as seen from a service; null when config.yml has no such service. */
  readonly worldOf: (service: string) => World | null;
  /** No check takes longer, ms. */
  readonly limitMs: number;
  /** At most this many checks at once of the services of one Docker host: engines and databases are somebody else's too. */
  readonly most: number;
  /** At most this many programs at once in the containers of one Docker host, beside the others: each costs the host a process. */
  readonly mostPrograms: number;
  readonly log: Logger;
}

/** Makes the engine's way to ask: side by side up to a cap, what several wait for once, each with a time limit, never throwing. A bug in a check is loud in the log and unknown to people. */
export function createAsk(parts: AskParts): AskCheck {
  const turns = new Turns();
  const slots = new Map<string, Slots>();
  const slotsOf = (service: string, { vantage }: RunbookCheck): Slots => {
    // A host that is silent keeps its own slots only.
    const host = parts.worldOf(service)?.service.host ?? '';
    const program = vantage === 'inside' || vantage === 'neighbour';
    const key = `${program ? 'programs' : 'checks'} ${host}`;
    const found = slots.get(key) ?? new Slots(program ? parts.mostPrograms : parts.most, turns);
    slots.set(key, found);
    return found;
  };
  const sharing = new Sharing<CheckAnswer>();
  return async (runbook, check, signal) =>
    sharing.get(questionOf(runbook, check), signal, async (begin, shared) => {
      const mine = slotsOf(runbook.service, check);
      await mine.take(runbook.askOrder.indexOf(check.id));
      begin();
      const from = performance.now();
      const took = (): number => Math.round(performance.now() - from);
      try {
        return answerOf(await observe(parts, runbook, check, shared), took());
      } catch (error) {
        const reason = reasonOf(error, check, parts.log);
        const facts = allUnknown(runbook.vocabulary[check.id] ?? {}, reason);
        return answerOf({ facts, says: [reason] }, took());
      } finally {
        mine.free();
      }
    });
}

/** What is asked, in a form to compare. What the bot asks of an address is the same for every service; the rest is about one. */
function questionOf({ service }: Runbook, { type, vantage, params }: RunbookCheck): string {
  return JSON.stringify([type, params, vantage === 'bot' ? null : service]);
}

async function observe(
  { checks, worldOf, limitMs }: AskParts,
  runbook: Runbook,
  check: RunbookCheck,
  signal: AbortSignal,
): Promise<Observation> {
  if (signal.aborted) throw new CannotLook('nobody waits for the answer any more');
  const world = worldOf(runbook.service);
  const type = checks[check.type];
  if (world === null || type === undefined)
    throw new CannotLook(`config.yml has no service ${runbook.service} any more`);
  const limit = AbortSignal.timeout(limitMs);
  const seen = await Promise.race([
    type.run(check.params, world, AbortSignal.any([signal, limit])),
    aborted(limit, limitMs),
  ]);
  const wrong = misfits(runbook.vocabulary[check.id] ?? {}, seen.facts);
  if (wrong.length > 0) throw new Error(`check ${check.type} brought facts it does not declare: ${wrong.join('; ')}`);
  return seen;
}

async function aborted(signal: AbortSignal, ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new CannotLook(`no answer within ${ms / 1_000} s`)), { once: true });
  });
}

function reasonOf(error: unknown, { id, type }: RunbookCheck, log: Logger): string {
  if (error instanceof CannotLook) return error.reason;
  log.error({ err: error, check: id, type }, 'a check failed in a way it should not');
  return `the check ${id} failed; the bot's log says how`;
}

function answerOf({ facts, says, quotes }: Observation, tookMs: number): CheckAnswer {
  return { facts, says, quotes: quotes ?? [], kept: null, tookMs };
}

/** Counts what is under way and lets the next one in when one is done: of those that wait, the one its verdict needs first. */
class Slots {
  #free: number;
  readonly #turns: Turns;
  readonly #queue: { readonly rank: number; readonly enter: () => void }[] = [];
  constructor(most: number, turns: Turns) {
    this.#free = most;
    this.#turns = turns;
  }

  /** @param rank lower goes first; among equals, who came first */
  async take(rank: number): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => this.#queue.push({ rank, enter }));
    await this.#turns.own();
  }

  free(): void {
    const first = Math.min(...this.#queue.map(({ rank }) => rank));
    const [next] = this.#queue.splice(
      this.#queue.findIndex(({ rank }) => rank === first),
      this.#queue.length === 0 ? 0 : 1,
    );
    if (next === undefined) this.#free += 1;
    else next.enter();
  }
}

/** In each turn of the event loop one check begins: when ten incidents begin at once, people are heard in between. */
class Turns {
  #last: Promise<void> = Promise.resolve();

  async own(): Promise<void> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    await this.#last;
  }
}
