import { setTimeout as pause } from 'node:timers/promises';
import { BotProcess, type BotOptions } from './bot-process.js';

/** How long it is gone before it is started again, ms: long enough to be seen. */
const GONE_MS = 2_000;
/** One that was started again and ends sooner than this would only end again, ms. */
const STAYS_MS = 10_000;

export interface KeptBotOptions {
  readonly bot: BotOptions;
  /** Called with every bot that has become ready. */
  readonly connect: (bot: BotProcess) => void;
  /** Called whenever `state` is different. */
  readonly changed: () => void;
  /** Tells a line of what happened. */
  readonly say: (line: string) => void;
}

/** The bot, started again with its data when it ends by itself or is killed. */
export class KeptBot {
  readonly #options: KeptBotOptions;
  readonly #all: BotProcess[];
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;
  #state: 'running' | 'starting' | 'gone' = 'running';

  private constructor(options: KeptBotOptions, first: BotProcess) {
    this.#options = options;
    this.#all = [first];
    options.connect(first);
    this.#watching = this.#watch(first);
  }

  /** Rejects as `BotProcess.start` does. */
  static async start(options: KeptBotOptions): Promise<KeptBot> {
    return new KeptBot(options, await BotProcess.start(options.bot));
  }

  get state(): 'running' | 'starting' | 'gone' {
    return this.#state;
  }

  /** The one that runs, or ran last. */
  get current(): BotProcess {
    const last = this.#all.at(-1);
    if (last === undefined) throw new Error('There is no bot.');
    return last;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.current.stop();
    await this.#watching;
    // A bot that was being started meanwhile, and the files of those before it.
    for (const bot of this.#all) await bot.stop();
  }

  async #watch(first: BotProcess): Promise<void> {
    let bot: BotProcess | null = first;
    while (bot !== null) bot = await this.#after(bot, bot === first);
  }

  /** Waits for its end; gives the one that was started after it, null where there is none. */
  async #after(bot: BotProcess, isFirst: boolean): Promise<BotProcess | null> {
    const from = performance.now();
    const code = await bot.exited;
    if (this.#isStopping()) return null;
    this.#become('gone');
    this.#options.say(`The bot has ended (${code === null ? 'killed' : `exit ${code}`}).`);
    if (isFirst || performance.now() - from > STAYS_MS) return this.#again();
    this.#options.say('It ended again at once, so it stays away. End the demo and start it anew.');
    return null;
  }

  async #again(): Promise<BotProcess | null> {
    await pause(GONE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    if (this.#isStopping()) return null;
    this.#become('starting');
    try {
      const bot = await BotProcess.start({ ...this.#options.bot, dataDir: this.current.dataDir });
      this.#all.push(bot);
      if (this.#isStopping()) return null;
      this.#options.connect(bot);
      this.#become('running');
      this.#options.say('The bot runs again, with all it knew.');
      return bot;
    } catch (error) {
      this.#become('gone');
      this.#options.say(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #become(state: 'running' | 'starting' | 'gone'): void {
    this.#state = state;
    this.#options.changed();
  }
}
