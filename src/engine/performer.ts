import type { Logger } from 'pino';
import type { Command } from '../incident/command.js';
import type { CheckAnswer } from '../incident/events.js';
import type { Effect } from '../incident/pending.js';
import type { Incident } from '../incident/state.js';
import type { Versions } from './batch.js';
import type { AskCheck } from './ports.js';
import type { Store } from './store.js';

/** Evidence longer than this lives by its hash; the event keeps the newest lines. Characters of JSON. */
const LONG = 2_048;
const NEWEST_LINES = 8;

export interface PerformerParts {
  readonly ask: AskCheck;
  readonly store: Store;
  readonly log: Logger;
  /** Takes the results back. */
  readonly post: (command: Command) => void;
  readonly signal: AbortSignal;
}

/** Carries out what an incident's state asks for, each effect once in this life; asking again is for the next one. */
export class Performer {
  readonly #parts: PerformerParts;
  readonly #begun = new Set<string>();
  #underWay = 0;

  constructor(parts: PerformerParts) {
    this.#parts = parts;
  }

  /** True while a check is out, also one that is late. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  perform(effects: readonly Effect[], state: Incident, versions: Versions): void {
    for (const effect of effects) {
      const name = `${effect.run}/${effect.check}`;
      if (this.#begun.has(name)) continue;
      this.#begun.add(name);
      void this.#check(effect, state, versions);
    }
  }

  async #check({ run, check }: Effect, state: Incident, versions: Versions): Promise<void> {
    const { ask, post, signal } = this.#parts;
    const hash = state.runs.find((one) => one.run === run)?.hash ?? '';
    const runbook = versions.get(hash) ?? null;
    const asked = runbook?.checks.find(({ id }) => id === check);
    if (runbook === null || asked === undefined) return;
    this.#underWay += 1;
    const answer = await ask(runbook, asked, signal).finally(() => (this.#underWay -= 1));
    if (!signal.aborted) post({ do: 'answer', run, check, answer: await this.#short(answer) });
  }

  async #short(answer: CheckAnswer): Promise<CheckAnswer> {
    const all = JSON.stringify(answer.quotes);
    if (all.length <= LONG) return answer;
    const kept = await this.#parts.store.keep(all).catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, 'long evidence could not be kept');
      return null;
    });
    return { ...answer, quotes: answer.quotes.slice(-NEWEST_LINES), kept };
  }
}
