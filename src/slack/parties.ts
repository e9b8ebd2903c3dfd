/** A party of config.yml as Slack knows it: user group and user ids. */
export interface SlackParty {
  readonly name: string;
  readonly groups: readonly string[];
  readonly users: readonly string[];
}

/** Parties by name. */
export type Parties = Readonly<Record<string, SlackParty>>;

/** The party of this name; null where config.yml has none. */
export function partyNamed(parties: Parties, name: string): SlackParty | null {
  return Object.hasOwn(parties, name) ? (parties[name] ?? null) : null;
}
