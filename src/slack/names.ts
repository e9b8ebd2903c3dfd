import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { cleanText, cutText } from '../text/clean.js';
import { within } from './within.js';

/** How long a display name is believed, in ms. */
const KEPT_MS = 60 * 60_000;
/** After a failure the id is shown for this long before Slack is asked again, in ms. */
const FAILED_MS = 60_000;
/** A card does not wait longer than this for a name, in ms. */
const PATIENCE_MS = 1_000;
const LONGEST = 60;

/** People's display names by actor (`slack:U123`, `terminal:ada`), and what an alert is called (`alert:APIDown`). A name never mentions anybody. */
export class Names {
  readonly #client: webApi.WebClient;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly name: string; readonly until: number }>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(client: webApi.WebClient, log: Logger, now: () => number = Date.now) {
    this.#client = client;
    this.#log = log;
    this.#now = now;
  }

  /** The name as far as it is known; the id where it is not. */
  name(actor: string): string {
    const [via, id = ''] = split(actor);
    if (via === 'terminal') return `${id} (terminal)`;
    if (via === 'alert') return oneLine(id);
    if (via !== 'slack') return 'the bot';
    return this.#known.get(id)?.name ?? id;
  }

  /** The names of these actors, as far as they can be told within a second. */
  async tell(actors: readonly string[]): Promise<Readonly<Record<string, string>>> {
    await this.learn(actors);
    return Object.fromEntries(actors.map((actor) => [actor, this.name(actor)]));
  }

  /** Looks up what is missing among these actors, for a second at most. Failing is harmless: the id is shown. */
  async learn(actors: readonly string[]): Promise<void> {
    const missing = actors.map(split).flatMap(([via, id]) => (via === 'slack' && id !== undefined ? [id] : []));
    const asking = [...new Set(missing)].filter((id) => !this.#fresh(id)).map((id) => this.#learnOnce(id));
    if (asking.length === 0) return;
    await within(PATIENCE_MS, Promise.all(asking));
  }

  #fresh(id: string): boolean {
    return this.#now() < (this.#known.get(id)?.until ?? 0);
  }

  #learnOnce(id: string): Promise<void> {
    const asking = this.#asking.get(id) ?? this.#ask(id).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  async #ask(id: string): Promise<void> {
    try {
      const { user } = await this.#client.users.info({ user: id });
      const names = [user?.profile?.display_name, user?.real_name, user?.name].map((one) => oneLine(one ?? ''));
      const name = names.find((one) => one !== '') ?? id;
      this.#known.set(id, { name, until: this.#now() + KEPT_MS });
    } catch (error) {
      this.#known.set(id, { name: this.#known.get(id)?.name ?? id, until: this.#now() + FAILED_MS });
      this.#log.debug({ err: error, user: id }, 'a display name could not be looked up');
    }
  }
}

/** People choose their names themselves, and alerts come from outside. */
function oneLine(name: string): string {
  return cutText(cleanText(name).replace(/\s+/g, ' ').trim(), LONGEST);
}

function split(actor: string): [string, string?] {
  const [via = '', ...id] = actor.split(':');
  return [via, id.join(':')];
}
