import { pino } from 'pino';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import type { ScreenListener } from '../../src/engine/ports.js';
import { decide } from '../../src/incident/decide.js';
import { type Command } from '../../src/incident/command.js';
import { evolve, type Incident } from '../../src/incident/state.js';
import { SlackApi } from '../../src/slack/api.js';
import { Budget } from '../../src/slack/budget.js';
import { SlackFiles } from '../../src/slack/files.js';
import { Members } from '../../src/slack/members.js';
import type { Parties } from '../../src/slack/parties.js';
import type { Runbook } from '../../src/runbook/runbook.js';
import { readingFrom } from '../../src/slack/reading.js';
import { Names } from '../../src/slack/names.js';
import type { Reconciler } from '../../src/slack/reconciler.js';
import { createScreen } from '../../src/slack/screen.js';
import { answer, hashOf, runbookOf } from '../engine/runbooks.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { clientOf } from './client.js';

export interface ReconcilerOptions {
  readonly updates?: Budget;
  readonly progressGapMs?: number;
  readonly parties?: Parties;
  /** Texts by their hash. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly approvers?: string;
  readonly summaryChannels?: readonly string[];
  readonly topics?: Budget;
  /** How long an incident waits for its own channel, ms. */
  readonly channelMs?: number;
  /** How long an answer of Slack is waited for, ms. */
  readonly callMs?: number;
}

/** The reconciler of a workspace, as the bot builds it. */
function reconcilerFor(workspace: Workspace, options: ReconcilerOptions = {}): Reconciler {
  const client = clientOf(workspace, options.callMs);
  const log = pino({ level: 'silent' });
  const {
    updates = new Budget(1_000, 0),
    topics = new Budget(1_000, 0),
    progressGapMs = 0,
    channelMs = 10_000,
  } = options;
  const api = new SlackApi(client);
  const names = new Names(client, log);
  const { parties = {}, kept = {}, approvers = null, summaryChannels = [] } = options;
  return createScreen({
    ...{ client, api, names, parties, approvers, summaryChannels, log },
    files: new SlackFiles(client, (hash) => Promise.resolve(kept[hash] ?? null), log),
    members: new Members(client, log),
    readingOf: readingFrom(names, parties),
    botUser: workspace.identity.botUserId,
    pace: { updates, topics, progressGapMs, channelMs, retryMs: 20, againMs: 20 },
  });
}

const small = runbookOf({ checks: ['front', 'back', 'disk'] });

/** What incidents on a stage are like. */
export interface StageOptions {
  /** They get a channel of their own. */
  readonly ownChannels?: boolean;
  readonly runbook?: Runbook;
}

/** One incident on show, with the rules for a log: what the reconciler tells is decided, folded and shown again. */
export class Stage {
  readonly commands: Command[] = [];
  settled: Incident | null = null;
  readonly #screen: Reconciler;
  #state: Incident | null = null;
  readonly #id: string;
  readonly #options: StageOptions;
  /** False for a process that has crashed: it hears nothing any more. */
  #alive = true;

  constructor(screen: Reconciler, id = 'INC-1', options: StageOptions = {}) {
    this.#screen = screen;
    this.#id = id;
    this.#options = options;
  }

  get state(): Incident {
    if (this.#state === null) throw new Error('not opened yet');
    return this.#state;
  }

  open(by: string, channel: string, drill = false): void {
    this.tell({ do: 'open', by: `slack:${by}`, channel, drill });
  }

  answer(check: string, ok: boolean): void {
    this.tell({ do: 'answer', run: 1, check, answer: answer(ok) });
  }

  /** All checks answer: there is a verdict and evidence to show. */
  finish(ok = false): void {
    for (const check of ['front', 'back', 'disk']) this.answer(check, ok);
  }

  tell(command: Command): void {
    if (!this.#alive) return;
    this.commands.push(command);
    const { runbook = small, ownChannels = false } = this.#options;
    const events = decide(this.#state, command, {
      now: new Date(),
      starts: { runbook, hash: hashOf(runbook) },
      runbookOf: () => runbook,
      ownChannels,
    });
    if ('refusal' in events) throw new Error(JSON.stringify(events));
    for (const event of events) this.#state = evolve(this.#id, this.#state, event);
    this.#show(this.#screen);
  }

  /** Another process takes over: the state as the log has it, and a screen that remembers nothing. */
  takenOver(screen: Reconciler): Stage {
    this.#alive = false;
    this.#screen.stop();
    const next = new Stage(screen, this.#id, this.#options);
    next.#state = this.state;
    screen.adopt(this.state);
    next.#show(screen);
    return next;
  }

  async allShown(): Promise<void> {
    await until(() => this.settled !== null && this.settled === this.#state, 'the newest state to be on show');
  }

  #show(screen: Reconciler): void {
    const listener: ScreenListener = {
      tell: (command) => this.tell(command),
      shown: (incident) => (this.settled = incident),
    };
    screen.show(this.state, listener);
  }
}

/** An incident about to be opened in #inc-api. */
export interface Show {
  readonly workspace: Workspace;
  readonly stage: Stage;
  readonly channel: ReturnType<Workspace['channel']>;
  readonly screen: Reconciler;
}

/** Workspaces and screens that are cleared away together. */
export class Theatre {
  readonly bench = new Bench();
  readonly #screens: Reconciler[] = [];

  async show(options: ReconcilerOptions = {}, workspace?: Workspace): Promise<Show> {
    const made = workspace ?? (await this.bench.workspace({ scopes: ['users:read'] }));
    const screen = this.screen(made, options);
    return { workspace: made, screen, stage: new Stage(screen), channel: made.channel('#inc-api') };
  }

  /** An incident opened by Ada in #inc-api, its card on show. */
  async opened(options: ReconcilerOptions = {}): Promise<Show & { readonly card: () => Message }> {
    const made = await this.show(options);
    openIn(made);
    await made.stage.allShown();
    return { ...made, card: () => only(made.channel.messages()) };
  }

  screen(workspace: Workspace, options: ReconcilerOptions = {}): Reconciler {
    const screen = reconcilerFor(workspace, options);
    this.#screens.push(screen);
    return screen;
  }

  async clear(): Promise<void> {
    for (const screen of this.#screens.splice(0)) screen.stop();
    await this.bench.clear();
  }
}

export function openIn({ stage, workspace, channel }: Show): void {
  stage.open(workspace.person('ada').id, channel.id);
}

export function only(messages: readonly Message[]): Message {
  const [message, ...others] = messages;
  if (message === undefined || others.length > 0) throw new Error(`${messages.length} messages where one was expected`);
  return message;
}
