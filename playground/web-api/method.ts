import type { z } from 'zod';
import type { Tier } from '../limits.js';
import type { Parts } from '../parts.js';
import type { TokenKind } from '../tokens.js';
import { refusalAt } from './refusal.js';

/** What a method answers beside `ok: true`. */
export type Answer = Readonly<Record<string, unknown>>;

/** One Web API method. */
export interface Method {
  readonly token: TokenKind;
  readonly tier: Tier;
  /** Any one of these is enough; none needed if empty. */
  readonly scopes: readonly string[];
  /** @throws Refusal */
  run(input: Readonly<Record<string, unknown>>, parts: Parts): Answer;
}

/** Makes a method of a schema for its arguments and a function that does it. Unknown arguments are ignored, as by Slack. */
export function method<S extends z.ZodType>(made: {
  tier: Tier;
  token?: TokenKind;
  scopes?: readonly string[];
  input: S;
  run: (input: z.output<S>, parts: Parts) => Answer;
}): Method {
  return {
    tier: made.tier,
    token: made.token ?? 'bot',
    scopes: made.scopes ?? [],
    run(input, parts) {
      const parsed = made.input.safeParse(input);
      if (parsed.success) return made.run(parsed.data, parts);
      throw refusalAt(
        'invalid_arguments',
        parsed.error.issues.map((one) => `${one.message} [json-pointer:/${one.path.map(String).join('/')}]`),
      );
    },
  };
}
