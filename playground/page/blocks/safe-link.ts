const SCHEMES = ['http:', 'https:', 'mailto:'];

/** An address that may be opened from the page; null for every other scheme (`javascript:`, `data:`, …) and for what is no address. */
export function safeLink(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && SCHEMES.includes(parsed.protocol) ? parsed.href : null;
}
