import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';

/** How long a display name is believed, in ms. */
const KEPT_MS = 60 * 60_000;

/** People's display names by actor (`slack:U123`, `terminal:ada`). A name never mentions anybody. */
export class Names {
  readonly #client: webApi.WebClient;
  readonly #log: Logger;
  readonly #known = new Map<string, { readonly name: string; readonly at: number }>();

  constructor(client: webApi.WebClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** The name as far as it is known; the id where it is not. */
  name(actor: string): string {
    const [via, id = ''] = split(actor);
    if (via === 'terminal') return `${id} (terminal)`;
    if (via !== 'slack') return 'the bot';
    return this.#known.get(id)?.name ?? id;
  }

  /** Looks up what is missing among these actors. Failing is harmless: the id is shown. */
  async learn(actors: readonly string[]): Promise<void> {
    const missing = [
      ...new Set(
        actors.map(split).flatMap(([via, id]) => (via === 'slack' && id !== undefined && !this.#fresh(id) ? [id] : [])),
      ),
    ];
    await Promise.all(missing.map((id) => this.#learnOne(id)));
  }

  #fresh(id: string): boolean {
    return Date.now() - (this.#known.get(id)?.at ?? 0) < KEPT_MS;
  }

  async #learnOne(id: string): Promise<void> {
    try {
      const { user } = await this.#client.users.info({ user: id });
      const name =
        [user?.profile?.display_name, user?.real_name, user?.name].find((one) => one !== undefined && one !== '') ?? id;
      this.#known.set(id, { name: name.slice(0, 60), at: Date.now() });
    } catch (error) {
      this.#known.set(id, { name: this.#known.get(id)?.name ?? id, at: Date.now() - KEPT_MS + 60_000 });
      this.#log.debug({ err: error, user: id }, 'a display name could not be looked up');
    }
  }
}

function split(actor: string): [string, string?] {
  const [via = '', ...id] = actor.split(':');
  return [via, id.join(':')];
}
