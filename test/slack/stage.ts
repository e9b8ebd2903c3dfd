import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import type { ScreenListener } from '../../src/engine/ports.js';
import { decide, type Command } from '../../src/incident/decide.js';
import { evolve, type Incident } from '../../src/incident/state.js';
import { SlackApi } from '../../src/slack/api.js';
import { Budget } from '../../src/slack/budget.js';
import { Names } from '../../src/slack/names.js';
import { Reconciler } from '../../src/slack/reconciler.js';
import { answer, hashOf, runbookOf } from '../engine/runbooks.js';
import { until } from '../until.js';
import { clientOf } from './client.js';

export interface ReconcilerOptions {
  readonly updates?: Budget;
  readonly progressGapMs?: number;
}

/** The reconciler of a workspace, as the bot builds it. */
export function reconcilerFor(workspace: Workspace, options: ReconcilerOptions = {}): Reconciler {
  const client = clientOf(workspace, 1_000);
  const log = pino({ level: 'silent' });
  const { updates = new Budget(1_000, 0), progressGapMs = 0 } = options;
  return new Reconciler({
    api: new SlackApi(client),
    names: new Names(client, log),
    log,
    updates,
    progressGapMs,
    retryMs: 20,
  });
}

const runbook = runbookOf({ checks: ['front', 'back', 'disk'] });

/** One incident on show, with the rules for a log: what the reconciler tells is decided, folded and shown again. */
export class Stage {
  readonly commands: Command[] = [];
  settled: Incident | null = null;
  readonly #screen: Reconciler;
  #state: Incident | null = null;
  readonly #id: string;
  /** False for a process that has crashed: it hears nothing any more. */
  #alive = true;

  constructor(screen: Reconciler, id = 'INC-1') {
    this.#screen = screen;
    this.#id = id;
  }

  get state(): Incident {
    if (this.#state === null) throw new Error('not opened yet');
    return this.#state;
  }

  open(by: string, channel: string): void {
    this.tell({ do: 'open', by: `slack:${by}`, channel, drill: false });
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
    const events = decide(this.#state, command, {
      now: new Date(),
      starts: { runbook, hash: hashOf(runbook) },
      runbookOf: () => runbook,
    });
    if ('refusal' in events) throw new Error(JSON.stringify(events));
    for (const event of events) this.#state = evolve(this.#id, this.#state, event);
    this.#show(this.#screen);
  }

  /** Another process takes over: the state as the log has it, and a screen that remembers nothing. */
  takenOver(screen: Reconciler): Stage {
    this.#alive = false;
    const next = new Stage(screen, this.#id);
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
