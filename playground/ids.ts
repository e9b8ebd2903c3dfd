import { createHash } from 'node:crypto';

/** An identifier that looks like Slack's and is the same in every run, from a kind (`U`, `C`, …) and a name. */
export function idFor(prefix: string, name: string): string {
  const digest = createHash('sha256').update(`${prefix} ${name}`).digest('hex');
  return (
    prefix +
    BigInt(`0x${digest.slice(0, 20)}`)
      .toString(36)
      .toUpperCase()
      .padStart(10, '0')
      .slice(0, 10)
  );
}

/** Gives out identifiers, never the same one twice. */
export class Ids {
  readonly #salt: string;
  #count = 0;

  constructor(salt: string) {
    this.#salt = salt;
  }

  next(prefix: string): string {
    this.#count += 1;
    return idFor(prefix, `${this.#salt} ${this.#count}`);
  }
}
