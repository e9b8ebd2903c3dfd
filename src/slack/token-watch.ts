import type { Logger } from 'pino';

/** Words of Slack that mean: this token will not work again by itself. */
export const BAD_TOKEN: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
];

export interface TokenWatchOptions {
  /** Any call that fails with Slack's word when the token is not good any more. */
  readonly ask: () => Promise<unknown>;
  readonly log: Logger;
  /** From an answer to the next question, ms. */
  readonly everyMs: number;
}

/** Asks Slack from time to time whether the bot token still holds: without it, commands arrive but no card can be shown. */
export class TokenWatch {
  readonly #options: TokenWatchOptions;
  #timer: NodeJS.Timeout;
  #stopped = false;
  #refused: string | null = null;

  constructor(options: TokenWatchOptions) {
    this.#options = options;
    this.#timer = this.#later();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** What is wrong with the token, in a sentence; null when nothing is known to be. */
  health(): string | null {
    if (this.#refused === null) return null;
    return `Slack does not accept SLACK_BOT_TOKEN (${this.#refused}): it was revoked, or the app was removed. Cards and answers do not appear in Slack. Install the app again (api.slack.com/apps, Install App), set its token as SLACK_BOT_TOKEN and start the bot again.`;
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => {
      void this.#look().finally(() => {
        if (!this.#stopped) this.#timer = this.#later();
      });
    }, this.#options.everyMs);
  }

  /** No answer at all says nothing about the token. */
  async #look(): Promise<void> {
    const before = this.#refused;
    this.#refused = await this.#options.ask().then(
      () => null,
      (error: unknown) => wordOf(error, before),
    );
    if (this.#refused === before) return;
    if (this.#refused === null) this.#options.log.info('Slack accepts SLACK_BOT_TOKEN again');
    else this.#options.log.error(this.health());
  }
}

function wordOf(error: unknown, before: string | null): string | null {
  const word = (error as { data?: { error?: string } }).data?.error;
  return word !== undefined && BAD_TOKEN.includes(word) ? word : before;
}
