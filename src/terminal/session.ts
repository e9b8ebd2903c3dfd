import { randomUUID } from 'node:crypto';
import type { Answer, Look, Rights } from '../../commands/command.js';
import { interpret } from '../../commands/index.js';
import type { Engine } from '../engine/engine.js';
import type { Wish, WishOutcome } from '../engine/ports.js';
import type { Request } from '../incident/remedy.js';
import { latestRun, type Incident, type Run } from '../incident/state.js';
import { card } from '../view/card.js';
import { evidence } from '../view/evidence.js';
import { note, type Message } from '../view/message.js';
import { EXIT } from './exit.js';
import { follow, sayCard, type Seat } from './follow.js';
import { acts, change, until, untilOffered } from './wait.js';

/** What a session speaks with. */
export interface SessionParts {
  readonly look: Look;
  readonly engine: Engine;
  /** What somebody may do by their login name. */
  readonly rightsOf: (login: string) => Rights;
  readonly seat: Seat;
}

/** Somebody at a terminal. `say` shows a message. */
export interface Visitor {
  readonly by: string;
  readonly words: string;
  readonly say: (message: Message) => void;
}

/** A wish that this process answers is answered by then, ms; after that the record tells what another one made of it. */
const OWN_ANSWER_MS = 1_500;
/** Another process has taken a wish up by then, ms, or will not soon. */
const TAKEN_UP_MS = 10_000;

type Wished = Extract<Answer, { readonly wish: object }>;
type RemedyCommand = Exclude<Wish['command'], { do: 'open' | 'diagnose' | 'close' | 'approve' | 'deny' }>;

/** Does what `/incident …` would do, for a terminal: says the same words, waits for what comes of it, returns the exit code. */
export async function session(parts: SessionParts, visitor: Visitor, signal: AbortSignal): Promise<number> {
  const { by, words, say } = visitor;
  const ask = { by: `terminal:${by}`, channel: null, look: parts.look, rights: parts.rightsOf(by) };
  const answer = await interpret(words, ask);
  if ('message' in answer) {
    say(answer.message);
    return EXIT.healthy;
  }
  const outcome = await wished(parts.engine, answer, signal);
  if (outcome?.refusal != null) say(note(...outcome.refusal.says));
  if (outcome?.refusal != null && outcome.refusal.refusal !== 'already_diagnosing') return EXIT.failed;
  const id = outcome?.incident ?? answer.incident;
  if (id === null) {
    say(note("Recorded. The bot that runs this service's incident carries it out; see `incident list`."));
    return EXIT.couldNotTell;
  }
  const code = await carriedOut(parts, answer.wish.command, id, say, signal);
  await untilActed(parts, id, say);
  return code;
}

async function wished(engine: Engine, { wish, incident }: Wished, signal: AbortSignal): Promise<WishOutcome | null> {
  return new Promise((resolve, reject) => {
    const item = { key: `terminal:${randomUUID()}`, command: { ...wish, replyTo: null }, incident };
    signal.addEventListener('abort', () => resolve(null), { once: true });
    engine.submit(item, resolve).catch(reject);
    setTimeout(() => resolve(null), OWN_ANSWER_MS).unref();
  });
}

async function carriedOut(
  parts: SessionParts,
  command: Wish['command'],
  id: string,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  switch (command.do) {
    case 'close':
      return closed(parts.look, id, say);
    case 'open':
    case 'diagnose':
      return diagnosed(parts, id, say, signal);
    case 'approve':
    case 'deny':
      throw new Error(`${command.do} is not for terminals`);
    default:
      return remedied(parts, command, id, say, signal);
  }
}

/** Follows the request that a wish was about, once it is on record. */
async function remedied(
  parts: SessionParts,
  command: RemedyCommand,
  id: string,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(TAKEN_UP_MS)]);
  const incident = await until(parts, id, (now) => madeBy(now, command) !== undefined, patience);
  const request = incident === null ? undefined : madeBy(incident, command);
  if (request !== undefined) return follow(parts, id, request.request, say, signal);
  say(
    note('Recorded. The bot that runs ', id, ' carries it out, or refuses it; see ', { code: 'incident status' }, '.'),
  );
  return EXIT.couldNotTell;
}

/** The request as the wish left it; undefined while the record does not show that. */
function madeBy({ remedies: { requests } }: Incident, command: RemedyCommand): Request | undefined {
  const { by } = command;
  switch (command.do) {
    case 'request':
      return requests.findLast(({ by: asker, offer }) => asker === by && offer.offer === command.offer);
    case 'break_glass':
      return requests.findLast(
        ({ request, offer, brokenGlass, by: asker }) =>
          (request === command.request || offer.offer === command.offer) && (brokenGlass?.by ?? asker) === by,
      );
    case 'withdraw':
      return requests.find(({ request, ended }) => request === command.request && ended !== null);
    case 'settle':
      return requests.find(({ request, unknown }) => request === command.request && unknown === null);
  }
}

async function closed(look: Look, id: string, say: Visitor['say']): Promise<number> {
  const incident = await look.read(id);
  if (incident !== null) sayCard(incident, say);
  return EXIT.healthy;
}

/** Shows the card when diagnosing begins; when it is complete the evidence, and last the card with the words to type. */
async function diagnosed(parts: SessionParts, id: string, say: Visitor['say'], signal: AbortSignal): Promise<number> {
  const first = await parts.look.read(id);
  if (first !== null && latestRun(first)?.completedAt === null) say(card(first));
  const isOver = (now: Incident): boolean => now.closed !== null || latestRun(now)?.completedAt != null;
  const complete = await until(parts, id, isOver, signal);
  if (complete === null) return EXIT.couldNotTell;
  const incident = await untilOffered(parts, complete, signal);
  const run = latestRun(incident);
  if (run === null) return EXIT.couldNotTell;
  say(evidence(incident, run));
  sayCard(incident, say);
  return exitCode(run);
}

/** A program that is changing the world does not end in the middle of it. */
async function untilActed(parts: SessionParts, id: string, say: Visitor['say']): Promise<void> {
  if (parts.seat === 'in_bot' || !acts(parts, id)) return;
  say(note('A remedy is being done here; this ends when it is done.'));
  while (acts(parts, id)) await change(parts.engine, id, new AbortController().signal);
}

function exitCode({ verdict }: Run): number {
  if (verdict === null) return EXIT.couldNotTell;
  if (verdict.state === 'up') return EXIT.healthy;
  return verdict.state === 'unchecked' ? EXIT.couldNotTell : EXIT.problem;
}
