/** Where a link to a message points. */
export interface Spot {
  readonly channel: string;
  readonly ts: string;
  /** The thread it stands in; null for the channel itself. */
  readonly threadTs: string | null;
}

/** Reads `https://….slack.com/archives/C1/p1700000000000100?thread_ts=…`; null for any other link. */
export function spotOf(link: string): Spot | null {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.hostname.endsWith('.slack.com') !== true) return null;
  const found = /^\/archives\/(\w+)\/p(\d{7,})$/.exec(url.pathname);
  const [, channel, digits] = found ?? [];
  if (channel === undefined || digits === undefined) return null;
  return { channel, ts: `${digits.slice(0, -6)}.${digits.slice(-6)}`, threadTs: url.searchParams.get('thread_ts') };
}
