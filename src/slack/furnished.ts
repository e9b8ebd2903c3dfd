/** What is known of an incident's own channel. What Slack refused counts as done: it is said in the bot's log, and holds up nothing. */
export interface Furnished {
  readonly channel: string;
  /** Null where Slack did not tell. */
  readonly name: string | null;
  /** A link to its card; null where Slack gives none. */
  readonly card: string | null;
  topic: string;
  /** Links that stand there. */
  readonly links: Set<string>;
  /** People who are in, or were invited; user ids. */
  readonly guests: Set<string>;
  /** Parties that were invited. */
  readonly parties: Set<string>;
}
