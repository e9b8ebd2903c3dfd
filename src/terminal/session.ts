import { randomUUID } from 'node:crypto';
import { interpret } from '../../commands/index.js';
import type { Look } from '../../commands/command.js';
import type { Engine } from '../engine/engine.js';
import type { WishOutcome } from '../engine/ports.js';
import type { Incident, Run } from '../incident/state.js';
import { card } from '../view/card.js';
import { evidence } from '../view/evidence.js';
import { note, type Message } from '../view/message.js';

/** Exit codes of the `incident` program. */
export const EXIT = { healthy: 0, problem: 1, couldNotTell: 2, failed: 3 } as const;

/** What a session speaks with. */
export interface SessionParts {
  readonly look: Look;
  readonly engine: Engine;
}

/** Somebody at a terminal. `say` shows a message; `draw` shows one in place of the last drawn. */
export interface Visitor {
  readonly by: string;
  readonly words: string;
  readonly say: (message: Message) => void;
}

/** A wish that this process answers is answered by then, ms; after that the record tells what another one made of it. */
const OWN_ANSWER_MS = 1_500;
/** Between two looks at an incident that another process may run, ms. */
const LOOK_MS = 250;

/** Does what `/incident …` would do, for a terminal: says the same words, waits for the verdict, returns the exit code. */
export async function session(
  { look, engine }: SessionParts,
  { by, words, say }: Visitor,
  signal: AbortSignal,
): Promise<number> {
  const answer = await interpret(words, { by: `terminal:${by}`, channel: null, look });
  if ('message' in answer) {
    say(answer.message);
    return EXIT.healthy;
  }
  const outcome = await wished(
    engine,
    { command: { ...answer.wish, replyTo: null }, incident: answer.incident },
    signal,
  );
  if (outcome?.refusal != null) say(note(...outcome.refusal.says));
  if (outcome?.refusal != null && outcome.refusal.refusal !== 'already_diagnosing') return EXIT.failed;
  const id = outcome?.incident ?? answer.incident;
  if (id === null) {
    say(note("Recorded. The bot that runs this service's incident carries it out; see `incident list`."));
    return EXIT.couldNotTell;
  }
  return answer.wish.command.do === 'close' ? closed(look, id, say) : diagnosed({ look, engine }, id, say, signal);
}

async function wished(
  engine: Engine,
  wish: { command: object; incident: string | null },
  signal: AbortSignal,
): Promise<WishOutcome | null> {
  return new Promise((resolve, reject) => {
    const item = { key: `terminal:${randomUUID()}`, ...wish };
    signal.addEventListener('abort', () => resolve(null), { once: true });
    engine.submit(item, resolve).catch(reject);
    setTimeout(() => resolve(null), OWN_ANSWER_MS).unref();
  });
}

async function closed(look: Look, id: string, say: Visitor['say']): Promise<number> {
  const incident = await look.read(id);
  if (incident !== null) say(card(incident));
  return EXIT.healthy;
}

/** Shows the card when diagnosing begins and when it is complete, then the evidence. */
async function diagnosed(
  { look, engine }: SessionParts,
  id: string,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  const first = await look.read(id);
  if (first !== null && newestRun(first)?.completedAt === null) say(card(first));
  const incident = await completed(look, engine, id, signal);
  const run = incident === null ? null : newestRun(incident);
  if (incident === null || run === null) return EXIT.couldNotTell;
  say(card(incident));
  say(evidence(incident, run));
  return exitCode(run);
}

async function completed(look: Look, engine: Engine, id: string, signal: AbortSignal): Promise<Incident | null> {
  while (!signal.aborted) {
    const incident = await look.read(id);
    if (incident === null || incident.closed !== null || newestRun(incident)?.completedAt != null) return incident;
    await change(engine, id, signal);
  }
  return null;
}

/** Waits for the next state of the incident here, or for the time to look at what another process made of it. */
async function change(engine: Engine, id: string, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unwatch();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_MS);
    const unwatch = engine.watch((incident) => {
      if (incident.id === id) done();
    });
    signal.addEventListener('abort', done);
  });
}

function newestRun(incident: Incident): Run | null {
  return incident.runs.at(-1) ?? null;
}

function exitCode({ verdict }: Run): number {
  if (verdict === null) return EXIT.couldNotTell;
  if (verdict.state === 'up') return EXIT.healthy;
  return verdict.state === 'unchecked' ? EXIT.couldNotTell : EXIT.problem;
}
