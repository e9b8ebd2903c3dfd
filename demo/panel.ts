import { isDeepStrictEqual } from 'node:util';
import type { Faults } from '../playground/faults.js';
import type { Panel } from '../playground/page-server/panel.js';
import type { PageAnswer, PagePanel, SlackTrouble } from '../playground/page-server/protocol.js';
import { UserError } from '../src/errors.js';
import type { Fault } from './faults/fault.js';
import { groupOf } from './faults/groups.js';
import { faults } from './faults/index.js';
import { readStates, statesQuestion } from './service-states.js';
import type { Stack } from './stack.js';

/** How often the services are looked at, ms. */
const LOOK_EVERY_MS = 1_000;
/** How long Slack asks to wait, in seconds, while it refuses everything. */
const RETRY_AFTER = 2;

const NOT_BROKEN = 'It could not be broken that way.';
const NOT_HEALED = 'It could not be healed.';

const OFFERED = faults.map(({ name, says }) => ({ name, says, group: groupOf(name) }));

/** What can be broken and healed in the demo: its stack, and the simulated Slack. One thing at a time. */
export class StackPanel implements Panel {
  readonly #stack: Stack;
  readonly #slack: Faults;
  readonly #listeners = new Set<() => void>();
  #state: PagePanel;
  /** What has to be undone before anything else is broken, also where somebody repaired what it did. */
  #made: Fault | null = null;
  /** A service was seen to suffer from it. */
  #suffered = false;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(stack: Stack, slack: Faults) {
    this.#stack = stack;
    this.#slack = slack;
    const services = readStates('');
    this.#state = { services, faults: OFFERED, broken: null, busy: null, slack: 'none', complaint: null };
  }

  state(): PagePanel {
    return this.#state;
  }

  /** Looks at the services as long as somebody listens. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === null) this.#lookAfter(0);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  break(name: string): PageAnswer {
    const fault = faults.find((one) => one.name === name);
    if (fault === undefined) return { ok: false, says: `There is no fault ${name.slice(0, 40)}.` };
    return this.#begin(() => this.breakNow(fault));
  }

  heal(): PageAnswer {
    return this.#begin(() => this.healNow());
  }

  slack(trouble: SlackTrouble): PageAnswer {
    this.#slack.spoilAll(
      {
        none: null,
        rate_limited: { kind: 'rate_limited' as const, retryAfter: RETRY_AFTER },
        errors: { kind: 'http_500' as const },
        silent: { kind: 'timeout' as const },
      }[trouble],
    );
    this.#change({ slack: trouble });
    return { ok: true };
  }

  /** Breaks it, having healed what was broken before. Rejects where that fails (the page says so as well), or where it is busy. */
  async breakNow(fault: Fault): Promise<void> {
    await this.#alone(async () => {
      if (this.#made !== null) await this.#do('healing', NOT_HEALED, () => this.#heal());
      await this.#do('breaking', NOT_BROKEN, () => this.#break(fault));
    });
  }

  /** Heals it, whatever happened to it. Rejects as `breakNow` does. */
  async healNow(): Promise<void> {
    await this.#alone(() => this.#do('healing', NOT_HEALED, () => this.#heal()));
  }

  /** Resolves once nothing is being broken or healed any more. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #begin(work: () => Promise<void>): PageAnswer {
    const { busy } = this.#state;
    if (busy !== null) return { ok: false, says: busySays(busy) };
    // What goes wrong is in the state.
    void work().catch(() => undefined);
    return { ok: true };
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    const { busy } = this.#state;
    if (busy !== null) throw new UserError('not_allowed', busySays(busy));
    const doing = work();
    this.#work = doing.catch(() => undefined);
    await doing;
  }

  async #do(busy: 'breaking' | 'healing', failed: string, work: () => Promise<void>): Promise<void> {
    this.#change({ busy, complaint: null });
    try {
      await work();
    } catch (error) {
      this.#change({ complaint: `${failed} ${firstLine(error)}` });
      throw error;
    } finally {
      this.#change({ busy: null });
    }
  }

  async #break(fault: Fault): Promise<void> {
    this.#made = fault;
    this.#suffered = false;
    this.#change({ broken: fault.name });
    await fault.make(this.#stack);
  }

  async #heal(): Promise<void> {
    if (this.#made === null) await this.#stack.restore();
    else await this.#made.heal(this.#stack);
    this.#made = null;
    this.#change({ broken: null });
  }

  #lookAfter(wait: number): void {
    this.#timer = setTimeout(() => {
      void this.#look().finally(() => {
        this.#timer = null;
        if (this.#listeners.size > 0) this.#lookAfter(LOOK_EVERY_MS);
      });
    }, wait).unref();
  }

  async #look(): Promise<void> {
    const listed = await this.#stack.docker(statesQuestion(this.#stack.project)).catch(() => null);
    if (listed === null) {
      const services = this.#state.services.map(({ name }) => ({ name, state: 'not seen', well: false }));
      this.#change({ services });
      return;
    }
    const services = readStates(listed);
    this.#change({ services });
    if (this.#state.broken === null || this.#state.busy !== null) return;
    const well = services.every((one) => one.well);
    // What a service suffered from is over once all are well again, whoever did it.
    if (well && this.#suffered) this.#change({ broken: null });
    this.#suffered ||= !well;
  }

  #change(change: Partial<PagePanel>): void {
    const next = { ...this.#state, ...change };
    if (isDeepStrictEqual(next, this.#state)) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}

function busySays(busy: string): string {
  return `The stack is busy: ${busy}. Wait a moment, then try again.`;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
