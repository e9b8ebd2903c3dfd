/**
 * A Slack date as a reader in `timeZone` sees it, with a 24-hour clock.
 * @param timestamp seconds since 1970
 * @param format Slack's, e.g. `{date_short_pretty} at {time_secs}`
 * @param now milliseconds, for today and yesterday
 */
export function formatDate(timestamp: number, format: string, timeZone: string, now: number): string {
  const at = new Date(timestamp * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => dateToken(token, at, timeZone, now) ?? whole);
}

function dateToken(token: string, at: Date, timeZone: string, now: number): string | undefined {
  const show = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...options }).format(at);
  const relative = token.endsWith('_pretty') ? nearDay(at, timeZone, now) : undefined;
  switch (token.replace('_pretty', '')) {
    case 'time':
      return show({ hour: '2-digit', minute: '2-digit' });
    case 'time_secs':
      return show({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
    case 'date_num':
      return day(at, timeZone);
    case 'date':
      return relative ?? show({ month: 'long', day: 'numeric', year: 'numeric' });
    case 'date_short':
      return relative ?? show({ month: 'short', day: 'numeric', year: 'numeric' });
    case 'date_long':
      return relative ?? show({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
    case 'ago':
      return ago(at.getTime(), now);
    default:
      return undefined;
  }
}

function nearDay(at: Date, timeZone: string, now: number): string | undefined {
  const near = { yesterday: -1, today: 0, tomorrow: 1 };
  const days = Object.entries(near).map(([name, shift]) => [day(new Date(now + shift * 86_400_000), timeZone), name]);
  return days.find(([one]) => one === day(at, timeZone))?.[1];
}

/** `2026-11-22` */
function day(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function ago(at: number, now: number): string {
  const minutes = Math.round(Math.abs(now - at) / 60_000);
  const amount = minutes < 60 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return at > now ? `in ${amount}` : `${amount} ago`;
}
