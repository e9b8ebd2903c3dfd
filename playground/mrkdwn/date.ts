/** How a reader writes dates; `language` as BCP 47 has it. */
export interface DateManner {
  readonly language: string;
  readonly hourCycle: 'h12' | 'h23';
}

const PLAIN: DateManner = { language: 'en-US', hourCycle: 'h23' };

/**
 * A Slack date as a reader in `timeZone` sees it; in English with a 24-hour clock where no other manner is given.
 * @param timestamp seconds since 1970
 * @param format Slack's, e.g. `{date_short_pretty} at {time_secs}`
 * @param now milliseconds, for today and yesterday
 * @throws RangeError for a timestamp outside of the calendar
 */
export function formatDate(
  timestamp: number,
  format: string,
  timeZone: string,
  now: number,
  manner: DateManner = PLAIN,
): string {
  const at = new Date(timestamp * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => dateToken(token, at, timeZone, now, manner) ?? whole);
}

function dateToken(
  token: string,
  at: Date,
  timeZone: string,
  now: number,
  { language, hourCycle }: DateManner,
): string | undefined {
  const show = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { timeZone, hourCycle, ...options }).format(at);
  const hour = hourCycle === 'h23' ? '2-digit' : 'numeric';
  const relative = token.endsWith('_pretty') ? nearDay(at, timeZone, now, language) : undefined;
  switch (token.replace('_pretty', '')) {
    case 'time':
      return show({ hour, minute: '2-digit' });
    case 'time_secs':
      return show({ hour, minute: '2-digit', second: '2-digit' });
    case 'date_num':
      return day(at, timeZone);
    case 'date':
      return relative ?? show({ month: 'long', day: 'numeric', year: 'numeric' });
    case 'date_short':
      return relative ?? show({ month: 'short', day: 'numeric', year: 'numeric' });
    case 'date_long':
      return relative ?? show({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
    case 'ago':
      return ago(at.getTime(), now, language);
    default:
      return undefined;
  }
}

/** `yesterday`, `today` or `tomorrow` in the reader's language; undefined for other days. */
function nearDay(at: Date, timeZone: string, now: number, language: string): string | undefined {
  const wanted = day(at, timeZone);
  const shift = [-1, 0, 1].find((one) => day(new Date(now + one * 86_400_000), timeZone) === wanted);
  return shift === undefined
    ? undefined
    : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(shift, 'day');
}

/** `2026-11-22` */
function day(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function ago(at: number, now: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language);
  const minutes = Math.round((at - now) / 60_000);
  return Math.abs(minutes) < 60 ? words.format(minutes, 'minute') : words.format(Math.round(minutes / 60), 'hour');
}
