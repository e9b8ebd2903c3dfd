import type { Logger } from 'pino';
import type { AskCheck } from '../engine/ports.js';
import type { CheckAnswer } from '../incident/events.js';
import { allUnknown, misfits } from '../runbook/facts.js';
import type { Runbook, RunbookCheck } from '../runbook/runbook.js';
import { CannotLook, type Observation, type RegisteredCheck, type World } from './check.js';
import { Sharing } from './sharing.js';
import { Slots, Turns } from './slots.js';

export interface AskParts {
  readonly checks: Readonly<Record<string, RegisteredCheck>>;
  /** The world as seen from a service; null when config.yml has no such service. */
  readonly worldOf: (service: string) => World | null;
  /** No check takes longer, ms. */
  readonly limitMs: number;
  /** At most this many checks at once of the services of one Docker host: engines and databases are somebody else's too. */
  readonly most: number;
  /** … and this many while many wait. */
  readonly mostBusy: number;
  /** At most this many programs in containers beside them: each costs the host a process or two. */
  readonly mostPrograms: number;
  readonly log: Logger;
}

/** Makes the engine's way to ask: side by side up to a cap, what several wait for once, each with a time limit, never throwing. A bug in a check is loud in the log and unknown to people. */
export function createAsk(parts: AskParts): AskCheck {
  const turns = new Turns();
  const hosts = new Map<string, Slots>();
  // A host that is silent keeps its own slots only.
  const hostOf = (service: string): string => parts.worldOf(service)?.service.host ?? '';
  const slotsOf = (service: string): Slots => {
    const host = hostOf(service);
    const slots = hosts.get(host) ?? new Slots(parts, turns);
    hosts.set(host, slots);
    return slots;
  };
  const sharing = new Sharing<CheckAnswer>();
  return async (runbook, check, signal) =>
    sharing.get(questionOf(runbook.service, hostOf(runbook.service), check), signal, async (begin, shared) => {
      const slots = slotsOf(runbook.service);
      const place = { rank: runbook.askOrder.indexOf(check.id), program: isProgram(check) };
      await slots.take(place);
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
        slots.free(place);
      }
    });
}

/** What is asked, in a form to compare. What the bot asks of an address is the same for all services whose checks queue together; the rest is about one. */
function questionOf(service: string, host: string, { type, vantage, params }: RunbookCheck): string {
  return JSON.stringify(vantage === 'bot' ? ['host', host, type, params] : ['service', service, type, params]);
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

/** Asked by starting a program in a container. */
function isProgram({ vantage }: RunbookCheck): boolean {
  return vantage === 'inside' || vantage === 'neighbour';
}
