import type { Message } from '../../../playground/model.js';
import type { Actor } from '../../../playground/people/actor.js';
import type { Workspace } from '../../../playground/workspace.js';

/** The bot makes fifty edits a minute at most: where many incidents follow each other, the next one waits for the minute to be over. */
export const PATIENCE_MS = 90_000;

export const CHANNEL = '#inc-api';
/** Everybody in the workspace, by name. */
export const EVERYBODY = ['ada', 'sam', 'kim', 'lee', 'mallory'] as const;

/** An incident as a channel shows it. */
export interface Shown {
  readonly card: Message;
  /** The card as a person reads it, a line each. */
  readonly words: string;
  /** The thread under it, likewise. */
  readonly thread: string;
  /** From the command to the verdict on the card, ms. */
  readonly tookMs: number;
}

/** A message as a person reads it, no line broken by width. */
export function wordsOf(workspace: Workspace, message: Message): string {
  return workspace.draw(message, { width: 5_000 });
}

/** The first line of a card; empty for a message without a header. */
export function headerOf(message: Message): string {
  const header = message.blocks.find((block) => block.type === 'header');
  return header === undefined ? '' : header.text.text;
}

/** The incidents' cards in a channel, oldest first. */
export function cardsIn(workspace: Workspace, channel = CHANNEL): Message[] {
  return (
    workspace
      .channel(channel)
      .messages()
      // An incident has other messages with a header too: requests, calls, its summary.
      .filter(({ metadata }) => metadata?.event_payload['slot'] === 'card')
  );
}

/** What stands under a card, as a person reads it. */
export function threadOf(workspace: Workspace, card: Message): string {
  return repliesTo(workspace, card)
    .map((reply) => wordsOf(workspace, reply))
    .join('\n\n');
}

export function repliesTo(workspace: Workspace, card: Message): Message[] {
  return workspace.channel(card.channel).thread(card.ts);
}

/** Where somebody types what. */
export interface Typed {
  readonly line?: string;
  readonly person?: string;
  readonly channel?: string;
}

/** Somebody types a command that opens an incident; resolves with its card once the verdict and the evidence are there. */
export async function diagnose(workspace: Workspace, typed: Typed = {}): Promise<Shown> {
  const { line = '/incident api-down', person = 'ada', channel = CHANNEL } = typed;
  const before = cardsIn(workspace, channel).length;
  const from = performance.now();
  const result = await enter(workspace, person, channel, line);
  if (result.response !== undefined)
    throw new Error(`the bot answered instead of opening: ${wordsOf(workspace, result.response)}`);
  return verdictOn(workspace, () => cardsIn(workspace, channel)[before], from);
}

/** Waits for the verdict of a card's newest run and for its evidence in the thread. */
export async function verdictOn(
  workspace: Workspace,
  card: () => Message | undefined,
  from = performance.now(),
  { runs = 1, timeout = PATIENCE_MS } = {},
): Promise<Shown> {
  const decided = (): Message | undefined => {
    const message = card();
    return message === undefined || headerOf(message).includes('diagnosing') ? undefined : message;
  };
  await workspace.waitFor(decided, { timeout, what: 'the verdict' });
  const tookMs = Math.round(performance.now() - from);
  // Evidence is posted only after the card shows the complete verdict.
  const complete = await workspace.waitFor(
    () => {
      const message = decided();
      return message !== undefined && repliesTo(workspace, message).length >= runs && message;
    },
    { timeout, what: `the evidence of run ${runs}` },
  );
  return { card: complete, words: wordsOf(workspace, complete), thread: threadOf(workspace, complete), tookMs };
}

/** Cancels an incident and waits until its card, and a word to who did it, say so. Does nothing about one that is closed. */
export async function cancel(workspace: Workspace, card: Message, person = 'ada'): Promise<void> {
  const current = (): Message => workspace.current(card);
  if (/cancelled|closed/.test(headerOf(current()))) return;
  const incident = incidentOf(card);
  const told = listen(workspace, person);
  const { name } = workspace.channel(card.channel).info();
  await enter(workspace, person, `#${name}`, `/incident cancel ${incident} end of the test`);
  await workspace.waitFor(() => headerOf(current()).includes('cancelled'), {
    timeout: PATIENCE_MS,
    what: 'the cancelled card',
  });
  const word = await told();
  if (!word.startsWith(`${incident} is closed; its card (`))
    throw new Error(`not told that ${incident} is closed: ${word}`);
}

/** The name of a card's incident: `INC-12`. */
export function incidentOf(card: Message): string {
  const name = /INC-\d+/.exec(card.text)?.[0];
  if (name === undefined) throw new Error(`no incident is named in: ${card.text}`);
  return name;
}

/** What stands on somebody's screen for them alone, newest last, as they read it. */
export function whispers(workspace: Workspace, person: string): string[] {
  return workspace.ephemerals(person).map((message) => wordsOf(workspace, message));
}

/** Types a line, again for as long as the bot says that it could not record it and wants it again: a machine may stand still for longer than people wait. */
export async function enter(
  workspace: Workspace,
  person: string,
  channel: string,
  line: string,
): Promise<Awaited<ReturnType<Actor['command']>>> {
  for (let left = 3; ; left -= 1) {
    const result = await workspace.person(person).command(channel, line);
    const { response } = result;
    if (left === 0 || response === undefined || !wordsOf(workspace, response).startsWith('Not recorded')) return result;
  }
}

/** How long an acknowledgement takes as a rule, ms: single ones take longer where the machine stands still. */
export function usualAcknowledgement(workspace: Workspace): number {
  const took = [...workspace.sent(), ...workspace.envelopes()].map(({ delivery }) => delivery.tookMs);
  return took.sort((one, other) => one - other)[Math.floor(took.length / 2)] ?? 0;
}

/** What a person reads at once after typing; '' for nothing. */
export async function answerTo(
  workspace: Workspace,
  line: string,
  { person = 'ada', channel = CHANNEL }: Omit<Typed, 'line'> = {},
): Promise<string> {
  const { response, acknowledged, tookMs } = await enter(workspace, person, channel, line);
  if (!acknowledged) throw new Error(`${line} was acknowledged too late, or not at all: ${tookMs} ms`);
  return response === undefined ? '' : wordsOf(workspace, response);
}

/** What the bot says to somebody alone from now on: call the result to wait for the first of it. */
export function listen(workspace: Workspace, person: string): () => Promise<string> {
  const before = whispers(workspace, person).length;
  return () => workspace.waitFor(() => whispers(workspace, person)[before], { what: `a word to ${person}` });
}

/** How many messages were ever posted in any channel: what is refused adds none. */
export function postedIn(workspace: Workspace): number {
  const channels = ['#inc-api', '#general', '#private-ops', '#partners'];
  return channels.reduce((sum, channel) => sum + workspace.channel(channel).everPosted().length, 0);
}
