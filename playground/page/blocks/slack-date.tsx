import { formatDate } from '../../mrkdwn/date.js';
import { clean } from './clean.js';
import { useLocale, useNow, type Locale } from './reading.js';

/** A moment as `<!date^…>` and rich text have it; seconds since 1970. */
export interface Moment {
  readonly timestamp: number;
  readonly format: string;
  readonly fallback: string;
}

/** A Slack date in the reader's zone and language. */
export function SlackDate({ moment }: { readonly moment: Moment }) {
  const changes = /\{(ago|\w+_pretty)\}/.test(moment.format);
  return changes ? <ChangingDate moment={moment} /> : <DateAt moment={moment} now={0} />;
}

function ChangingDate({ moment }: { readonly moment: Moment }) {
  return <DateAt moment={moment} now={useNow()} />;
}

function DateAt({ moment, now }: { readonly moment: Moment; readonly now: number }) {
  const locale = useLocale();
  const at = new Date(moment.timestamp * 1000);
  const words = dateText(moment, locale, now);
  return Number.isNaN(at.getTime()) ? <>{words}</> : <time dateTime={at.toISOString()}>{words}</time>;
}

/** The words of a date: what Slack shows of it, or the fallback for a moment outside of the calendar. */
export function dateText(moment: Moment, locale: Locale, now: number): string {
  const { timestamp, format, fallback } = moment;
  if (Number.isNaN(new Date(timestamp * 1000).getTime())) return clean(fallback);
  return formatDate(timestamp, clean(format), locale.timeZone, now, locale);
}
