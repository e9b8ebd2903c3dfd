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
import { closed } from './closing.js';
import { EXIT } from './exit.js';
import { follow, sayCard, type Seat } from './follow.js';
import { isPlain, onRecord, type PlainCommand } from './on-record.js';
import { acts, change, until, untilOffered } from './wait.js';

/** What a session speaks with. */
export interface SessionParts {
  readonly look: Look;
  readonly engine: Engine;
  /** What somebody may do by their login name. */
  readonly rightsOf: (login: string) => Rights;
  readonly seat: Seat;
}

/** Somebody at a terminal. */
export interface Visitor {
  readonly by: string;
  readonly words: string;
  /** Shows a message. */
  readonly say: (message: Message) => void;
  /** Shows why something was not done, apart from what a script reads. */
  readonly complain: (message: Message) => void;
  /** Gives output as it is, and nothing else, for a file or another program. */
  readonly print: (output: string) => void;
}

/** A wish that this process answers is answered by then, ms; after that the record tells what another one made of it, where there is another. */
const OWN_ANSWER_MS = 1_500;
/** Another process has taken a wish up by then, ms, or will not soon. */
const TAKEN_UP_MS = 10_000;

type Wished = Extract<Answer, { readonly wish: object }>;
type RemedyCommand = Extract<Wish['command'], { do: 'request' | 'break_glass' | 'withdraw' | 'settle' }>;

/** Does what `/incident …` would do, for a terminal: says the same words, waits for what comes of it, returns the exit code. */
export async function session(parts: SessionParts, visitor: Visitor, signal: AbortSignal): Promise<number> {
  const { by, words, say } = visitor;
  const ask = { by: `terminal:${by}`, channel: null, look: parts.look, rights: parts.rightsOf(by) };
  const answer = await interpret(words, ask);
  if (!('wish' in answer)) return answered(answer, visitor);
  const before = answer.incident === null ? null : await parts.look.read(answer.incident);
  const outcome = await wished(parts, answer, signal);
  if (outcome?.refusal?.refusal === 'already_diagnosing') say(note(...outcome.refusal.says));
  else if (outcome?.refusal != null) {
    visitor.complain(note(...outcome.refusal.says));
    return EXIT.failed;
  }
  const id = outcome?.incident ?? answer.incident;
  if (id === null) {
    say(note("Recorded. The bot that runs this service's incident carries it out; see `incident list`."));
    return EXIT.couldNotTell;
  }
  const code = await carriedOut(parts, answer.wish.command, { id, before }, say, signal);
  await untilActed(parts, id, say);
  return code;
}

/** What needs no record: something to read, or output. */
function answered(answer: Exclude<Answer, Wished>, { say, complain, print }: Visitor): number {
  if ('output' in answer) {
    print(answer.output);
    return EXIT.healthy;
  }
  if ('form' in answer) throw new Error('a terminal has no forms');
  if (answer.exit === 'failed') complain(answer.message);
  else say(answer.message);
  return answer.exit === undefined ? EXIT.healthy : EXIT[answer.exit];
}

async function wished(
  { engine, seat }: SessionParts,
  { wish, incident }: Wished,
  signal: AbortSignal,
): Promise<WishOutcome | null> {
  return new Promise((resolve, reject) => {
    const item = { key: `terminal:${randomUUID()}`, command: { ...wish, replyTo: null }, incident };
    signal.addEventListener('abort', () => resolve(null), { once: true });
    engine.submit(item, resolve).catch(reject);
    setTimeout(() => resolve(null), seat === 'alone' ? TAKEN_UP_MS : OWN_ANSWER_MS).unref();
  });
}

/** The incident a wish is about, and how it was when it was made; null where it was not there yet. */
interface About {
  readonly id: string;
  readonly before: Incident | null;
}

async function carriedOut(
  parts: SessionParts,
  command: Wish['command'],
  { id, before }: About,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  switch (command.do) {
    case 'close':
      return closed(parts, id, say, signal);
    case 'open':
    case 'diagnose':
      return diagnosed(parts, id, say, signal);
    case 'request':
    case 'break_glass':
    case 'withdraw':
    case 'settle':
      return remedied(parts, command, id, say, signal);
    default:
      if (before === null || !isPlain(command)) throw new Error(`${command.do} is not for terminals`);
      return recorded(parts, command, before, say, signal);
  }
}

/** Says what stands on record, once it does. */
async function recorded(
  parts: SessionParts,
  command: PlainCommand,
  before: Incident,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  const now = await until(parts, before.id, (one) => onRecord(command, before, one) !== null, signal, TAKEN_UP_MS);
  const says = now === null ? null : onRecord(command, before, now);
  if (now === null || says === null) return notYet(before.id, say);
  say(note(...says));
  if (command.do === 'escalate' && parts.seat === 'alone')
    say(note('No bot runs here, so nobody is told yet; call them, or start the bot.'));
  if (command.do === 'reopen') sayCard(now, say);
  return EXIT.healthy;
}

/** Another process runs the incident, and has not taken the wish up. */
function notYet(id: string, say: Visitor['say']): number {
  say(
    note('Recorded. The bot that runs ', id, ' carries it out, or refuses it; see ', { code: 'incident status' }, '.'),
  );
  return EXIT.couldNotTell;
}

/** Follows the request that a wish was about, once it is on record. */
async function remedied(
  parts: SessionParts,
  command: RemedyCommand,
  id: string,
  say: Visitor['say'],
  signal: AbortSignal,
): Promise<number> {
  const incident = await until(parts, id, (now) => madeBy(now, command) !== undefined, signal, TAKEN_UP_MS);
  const request = incident === null ? undefined : madeBy(incident, command);
  return request === undefined ? notYet(id, say) : follow(parts, id, request.request, say, signal);
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
