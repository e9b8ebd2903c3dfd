import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../../../demo/faults/fault.js';
import type { Message } from '../../../playground/model.js';
import type { Workspace } from '../../../playground/workspace.js';
import { packageRoot } from '../../../src/package-root.js';
import { until } from '../../until.js';
import type { Flow } from './flow.js';
import {
  cardsIn,
  CHANNEL,
  diagnose,
  headerOf,
  incidentOf,
  listen,
  repliesTo,
  enter,
  whispers,
  wordsOf,
} from './reading.js';

/** How long a remedy of the demo may take to its verification, and a card that stands in line for Slack's limit of edits, ms. */
const LONGEST_MS = 120_000;

/** What Slack allows in a minute and an incident of the tests uses most of, and how many may be used when the next one is opened. */
const ROOM = { 'chat.update': 30, 'usergroups.users.list': 10 } as const;

/** The card after a remedy was verified: while it is watched, and then. */
export const WATCHED = /^(👀 .*: watching|✅ .*: remedy verified)$/;

/** One incident as a channel sees it, from the break to its end, with a transcript of it. */
export class Scene {
  readonly #flow: Pick<Flow, 'workspace'>;
  readonly #card: Message;
  readonly #before: number;
  readonly #lines: string[];
  /** Messages that were waited for, by ts. */
  readonly #told = new Set<string>();

  private constructor(flow: Pick<Flow, 'workspace'>, card: Message, before: number, lines: string[]) {
    this.#flow = flow;
    this.#card = card;
    this.#before = before;
    this.#lines = lines;
  }

  /** Somebody asks for a diagnosis of what is broken; resolves when its card shows what is offered, or that nothing is. */
  static async open(flow: Flow, line = '/incident api-down', person = 'ada'): Promise<Scene> {
    const { workspace } = flow;
    await roomInSlack(workspace);
    const before = workspace.channel(CHANNEL).everPosted().length;
    const { card } = await diagnose(workspace, { line, person });
    const scene = new Scene(flow, card, before, [`${person} types ${line}`]);
    await scene.shows(/: /, () => scene.labels().length > 0 || /No remedies:|Not offered:/.test(scene.words()));
    return scene;
  }

  /** Something else than a person opens an incident, for which the next card in the channel stands; resolves with its verdict. */
  static async begun(flow: Pick<Flow, 'workspace'>, how: string, open: () => Promise<unknown>): Promise<Scene> {
    const { workspace } = flow;
    const channel = workspace.channel(CHANNEL);
    const before = channel.everPosted().length;
    await open();
    // What is posted late of another incident is none.
    const isCard = ({ metadata }: Message): boolean => metadata?.event_payload['slot'] === 'card';
    const card = await workspace.waitFor(() => channel.everPosted().slice(before).find(isCard), { what: 'its card' });
    const scene = new Scene(flow, card, before, [how]);
    await scene.shows(/^(?!.*diagnosing)/);
    return scene;
  }

  /** Breaks the stack, and opens the incident of it. */
  static async of(flow: Flow, fault: Fault): Promise<Scene> {
    await fault.make(flow.stack);
    const scene = await Scene.open(flow);
    scene.#lines.unshift(`Broken: ${fault.says}`);
    return scene;
  }

  get incident(): string {
    return incidentOf(this.#card);
  }

  /** The card as it is. */
  get card(): Message {
    return this.#flow.workspace.current(this.#card);
  }

  /** The card as it reads. */
  words(): string {
    return wordsOf(this.#flow.workspace, this.card);
  }

  /** What can be pressed on the card. */
  labels(): string[] {
    return labelsOf(this.card);
  }

  /** Waits until the card's first line, and what else is asked of it, are so; resolves with its words. */
  async shows(header: RegExp, also: () => boolean = () => true): Promise<string> {
    const { workspace } = this.#flow;
    await workspace.waitFor(() => header.test(headerOf(this.card)) && also(), {
      timeout: LONGEST_MS,
      what: `the card to say ${String(header)}, not\n${this.words()}`,
    });
    this.note('The card:', this.words());
    return this.words();
  }

  /** Waits for the first message of this incident in the channel, beside its card, that was not waited for before. */
  async news(header: RegExp): Promise<Message> {
    const { workspace } = this.#flow;
    const isNew = (one: Message): boolean => header.test(headerOf(one)) && !this.#told.has(one.ts);
    const found = await workspace.waitFor(() => this.messages().find(isNew), {
      timeout: LONGEST_MS,
      what: `a message that says ${String(header)}`,
    });
    this.#told.add(found.ts);
    this.note('In the channel:', wordsOf(workspace, found));
    return found;
  }

  /** What stands in the channel since this began, without the card. */
  messages(): Message[] {
    const { workspace } = this.#flow;
    const fresh = new Set(
      workspace
        .channel(CHANNEL)
        .everPosted()
        .slice(this.#before)
        .map(({ ts }) => ts),
    );
    const top = workspace.channel(CHANNEL).messages();
    return top.filter(({ ts, text }) => fresh.has(ts) && ts !== this.#card.ts && text.includes(this.incident));
  }

  /** Presses what a message shows (the card unless told), and says yes to the question. */
  async press(person: string, label: string, on: Message = this.card, stale = false): Promise<void> {
    const { workspace } = this.#flow;
    const { acknowledged, confirm } = await workspace.person(person).click(on, label, { stale });
    if (!acknowledged) throw new Error(`${person} pressed ${label} and nothing acknowledged it`);
    const asked = confirm === undefined ? '' : `, and confirms: ${confirm.title?.text ?? ''} ${confirm.text.text}`;
    this.note(`${person} presses [${label}]${asked}`);
  }

  /** Presses the card's button for a remedy, and has it approved by these people. */
  async approved(label: string, approvers: readonly string[], asker = 'ada'): Promise<void> {
    await this.press(asker, label);
    await this.shows(/approval wanted/);
    const request = await this.news(/^✋ .*\?$/);
    for (const approver of approvers) await this.press(approver, approveLabel(request), request);
  }

  /** Types a command in the channel; what the person alone reads at once, '' for nothing. */
  async type(person: string, line: string): Promise<string> {
    const { workspace } = this.#flow;
    const { response } = await enter(workspace, person, CHANNEL, line);
    const read = response === undefined ? '' : wordsOf(workspace, response);
    this.note(`${person} types ${line}`, ...(read === '' ? [] : [`${person} alone reads: ${read}`]));
    return read;
  }

  /** What a press or a command says to this person alone, however late. */
  async told<T>(person: string, doing: () => Promise<T>): Promise<string> {
    const { workspace } = this.#flow;
    const before = whispers(workspace, person).length;
    await doing();
    const said = await workspace.waitFor(() => whispers(workspace, person)[before], { what: `a word to ${person}` });
    this.note(`${person} alone reads: ${said}`);
    return said;
  }

  /** Waits until a remedy was verified and said so; resolves with the message. Of a short watch the card may show the end alone. */
  async verified(): Promise<string> {
    const message = await this.news(/^✅ .*: remedy verified$/);
    await this.shows(WATCHED);
    return wordsOf(this.#flow.workspace, message);
  }

  /** Waits until a reply in the thread says this. */
  async replies(words: string): Promise<void> {
    await this.#flow.workspace.waitFor(() => this.thread().some((reply) => reply.includes(words)), {
      timeout: LONGEST_MS,
      what: `the thread to say ${words}`,
    });
  }

  /** The thread as it reads. */
  thread(): string[] {
    return repliesTo(this.#flow.workspace, this.card).map((reply) => wordsOf(this.#flow.workspace, reply));
  }

  /** Fills in the window that is open on somebody's screen, by its labels, and sends it off. */
  async fillIn(person: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
    const { workspace } = this.#flow;
    const modal = await workspace.waitFor(() => workspace.modals(person).at(-1), { what: `a window for ${person}` });
    const { acknowledged, submitted } = await workspace.person(person).submit(modal, values);
    if (!acknowledged) throw new Error(`${person} sent off ${modal.view.title.text} and nothing acknowledged it`);
    const filled = Object.entries(values).map(([label, value]) => `${label} ${value}`);
    this.note(`${person} sends off “${modal.view.title.text}”`, filled.length === 0 ? undefined : filled.join('\n'));
    if (submitted?.outcome === 'errors') this.note(`${person} reads`, Object.values(submitted.errors).join('\n'));
  }

  /** Closes the incident as resolved, and keeps the transcript under this name where it is asked for. */
  async end(name: string, fixed = 'the remedy'): Promise<void> {
    await this.resolve(fixed);
    this.keep(name);
  }

  /** Ada resolves it, with what she adds to the window; done when its summary stands in the channel. */
  async resolve(fixed: string, values: Readonly<Record<string, string>> = {}): Promise<Message> {
    const told = (): Message[] => this.messages().filter((one) => /^🏁 .*: resolved$/.test(headerOf(one)));
    const before = told().length;
    await this.type('ada', `/incident resolve ${this.incident} ${fixed}`);
    await this.fillIn('ada', values);
    await this.shows(/: resolved$/);
    const { workspace } = this.#flow;
    return workspace.waitFor(() => told()[before], { what: 'the summary', timeout: LONGEST_MS });
  }

  /** `UPDATE_CARDS=1` writes the transcript where reviewers read it. */
  keep(name: string): void {
    if (process.env['UPDATE_CARDS'] !== '1') return;
    const folder = join(packageRoot(), 'docs/transcripts');
    mkdirSync(folder, { recursive: true });
    const thread = this.thread().map((reply) => `In the thread:\n${indented(withoutEvidence(reply))}`);
    writeFileSync(join(folder, `${name}.txt`), named([...this.#lines, ...thread].join('\n\n')));
  }

  /** Puts what happened elsewhere into the transcript. */
  note(head: string, words?: string): void {
    const entry = words === undefined ? head : `${head}\n${indented(words)}`;
    if (this.#lines.at(-1) !== entry) this.#lines.push(entry);
  }
}

/** Tests open incidents faster than people do: waits until Slack's limits of a minute leave room for the whole of another one. */
async function roomInSlack(workspace: Workspace): Promise<void> {
  const used = (method: string): number => workspace.calls(method).filter(({ at }) => at > Date.now() - 60_000).length;
  const hasRoom = (): boolean => Object.entries(ROOM).every(([method, most]) => used(method) <= most);
  await until(hasRoom, 'room in the limits of Slack', 120_000);
}

/** Cancels every incident that is open in the channel. */
export async function cancelAll(workspace: Workspace): Promise<void> {
  const isOpen = (card: Message): boolean => !/: (resolved|cancelled|closed)/.test(headerOf(workspace.current(card)));
  // The card is the first of an incident's messages.
  const incidents = new Map(
    cardsIn(workspace)
      .reverse()
      .map((card) => [incidentOf(card), card]),
  );
  for (const [incident, card] of [...incidents].filter(([, one]) => isOpen(one))) {
    const told = listen(workspace, 'ada');
    await enter(workspace, 'ada', CHANNEL, `/incident cancel ${incident} end of the test`);
    await workspace.waitFor(() => !isOpen(card), { what: `${incident} to be closed`, timeout: LONGEST_MS });
    // What is said late would be taken for the answer to something else.
    await told();
  }
}

/** The labels of all buttons of a message. */
export function labelsOf(message: Message): string[] {
  return message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
      : [],
  );
}

/** The button of a request that says yes. */
export function approveLabel(request: Message): string {
  const label = labelsOf(request).find((one) => one.startsWith('Approve'));
  if (label === undefined) throw new Error(`nothing can be approved on: ${request.text}`);
  return label;
}

/** The evidence of a run is long, and its own tests show it: its first line stands for it. */
function withoutEvidence(reply: string): string {
  return reply.startsWith('Evidence, run') ? `${reply.split('\n')[0] ?? ''} …` : reply;
}

/** The words with the names that a run makes up for its stack made short. */
function named(words: string): string {
  return `${words.replace(/\bflow-[a-z]+-\d+/g, 'demo').replace(/\/\S*\/runbook-bot-demo-\w+/g, '/srv/demo')}\n`;
}

function indented(words: string): string {
  return words.replace(/^/gm, '    ');
}
