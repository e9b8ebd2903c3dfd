import { format } from 'date-fns';

/** `03:04:11 UTC`, with the date where it is not the given day. ISO 8601 in. */
export function utcClock(time: string, to: 'second' | 'minute', day: string): string {
  const date = new Date(time);
  const inUtc = new Date(date.getTime() + date.getTimezoneOffset() * 60_000);
  const clock = format(inUtc, to === 'second' ? 'HH:mm:ss' : 'HH:mm');
  return `${sameDay(time, day) ? '' : `${format(inUtc, 'd MMM')} `}${clock} UTC`;
}

/** True when both times are on one day, in UTC. */
export function sameDay(time: string, day: string): boolean {
  return time.slice(0, 10) === day.slice(0, 10);
}
