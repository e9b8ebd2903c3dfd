/** A bot's token calls the Web API, an app's opens sockets. */
export type TokenKind = 'bot' | 'app';

/** The app's two tokens, and whether they are still good. */
export class Tokens {
  readonly #kinds: ReadonlyMap<string, TokenKind>;
  readonly #revoked = new Set<TokenKind>();

  constructor(tokens: Readonly<Record<TokenKind, string>>) {
    this.#kinds = new Map([
      [tokens.bot, 'bot'],
      [tokens.app, 'app'],
    ]);
  }

  /** What a token is; undefined if it is none of ours. */
  kindOf(token: string): TokenKind | undefined {
    return this.#kinds.get(token);
  }

  isRevoked(kind: TokenKind): boolean {
    return this.#revoked.has(kind);
  }

  revoke(kind: TokenKind): void {
    this.#revoked.add(kind);
  }

  /** Gives it back, as only a test can. */
  restore(kind: TokenKind): void {
    this.#revoked.delete(kind);
  }
}
