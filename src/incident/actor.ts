/** Who did it: `slack:U123`, `terminal:ada`, `alert:APIDown`, or `bot`. */
export type Actor = string;

/** What the alert of the monitoring is called that did it; null for people and the bot. */
export function alertNameOf(actor: Actor): string | null {
  return actor.startsWith('alert:') ? actor.slice('alert:'.length) : null;
}
