const DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** `03:04:11 UTC`, with the date (`4 Dec 03:04 UTC`) where it is not the given day. ISO 8601 in, whatever its zone. */
export function utcClock(time: string, to: 'second' | 'minute', day: string): string {
  const utc = new Date(time).toISOString();
  const clock = `${utc.slice(11, to === 'second' ? 19 : 16)} UTC`;
  return sameDay(time, day) ? clock : `${dayAndMonth(utc)} ${clock}`;
}

/** True when both times are on one day, in UTC. */
export function sameDay(time: string, day: string): boolean {
  return new Date(time).toISOString().slice(0, 10) === new Date(day).toISOString().slice(0, 10);
}

function dayAndMonth(utc: string): string {
  const parts = DAY.formatToParts(new Date(utc));
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('day')} ${part('month')}`;
}
