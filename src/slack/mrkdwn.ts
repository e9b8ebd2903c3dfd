import { sameDay, utcClock } from '../text/clock.js';
import type { Part, Text } from '../text/text.js';

/** What rendering needs beside the text. */
export interface Reading {
  /** A person's display name. */
  name(person: string): string;
  /** Who is meant by a party of config.yml, as Slack ids; null for a name it does not have. */
  party(name: string): { readonly groups: readonly string[]; readonly users: readonly string[] } | null;
  /** Times of this day are shown without their date; ISO 8601. */
  readonly day: string;
}

/** Text as a mrkdwn string in which nothing foreign can act: no mention, no link, no formatting. Use it with `verbatim: true`. */
export function mrkdwn(parts: Text, reading: Reading): string {
  return parts.map((part) => mrkdwnPart(part, reading)).join('');
}

/** The same for the top-level `text`: one line, times in UTC, no markup. It is what notifications show and screen readers speak. */
export function plainText(parts: Text, reading: Reading): string {
  return escaped(plainWords(parts, reading)).replace(/\s+/g, ' ').trim();
}

/** Text as unescaped words, for places that take no markup at all (headers, buttons, terminals). */
export function plainWords(parts: Text, reading: Reading): string {
  return parts.map((part) => plainPart(part, reading)).join('');
}

function mrkdwnPart(part: Part, reading: Reading): string {
  if (typeof part === 'string') return escaped(unformatted(part));
  if ('bold' in part) return bold(part.bold);
  if ('code' in part) return inlineCode(part.code);
  if ('time' in part) return dateToken(part.time, part.to, reading);
  if ('link' in part) return link(part.link, part.url);
  if ('person' in part) return escaped(unformatted(reading.name(part.person)));
  return mention(part.mention, reading);
}

/** Slack's bold neither begins nor ends with a space nor spans lines. */
function bold(words: string): string {
  const line = escaped(unformatted(words)).replace(/\s+/g, ' ');
  return line.trim() === '' ? line : line.replace(/^( ?)(.*?)( ?)$/, '$1*$2*$3');
}

/** Within `<…>` an address could also name a channel or everybody: anything but a web page stays words. */
function link(label: string, url: string): string {
  if (!/^https?:\/\/[^\s<>|]+$/i.test(url)) return escaped(unformatted(`${label} (${url})`));
  const words = escaped(unformatted(label))
    .replace(/[\s|]+/g, ' ')
    .trim();
  return words === '' ? `<${escaped(url)}>` : `<${escaped(url)}|${words}>`;
}

/** An actor or a party. What names nobody in Slack stays words. */
function mention(who: string, reading: Reading): string {
  const party = partyIn(who);
  const { groups, users } = (party === null ? null : reading.party(party)) ?? { groups: [], users: [userIn(who)] };
  const marks = [
    ...groups.filter((id) => /^S[A-Z0-9]+$/.test(id)).map((id) => `<!subteam^${id}>`),
    ...users.filter((id) => /^[UW][A-Z0-9]+$/.test(id)).map((id) => `<@${id}>`),
  ];
  return marks.length > 0 ? marks.join(' ') : escaped(unformatted(nameOf(who, reading)));
}

function partyIn(who: string): string | null {
  return who.startsWith('party:') ? who.slice('party:'.length) : null;
}

function userIn(who: string): string {
  return who.startsWith('slack:') ? who.slice('slack:'.length) : '';
}

function nameOf(who: string, reading: Reading): string {
  return partyIn(who) ?? reading.name(who);
}

function plainPart(part: Part, reading: Reading): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('code' in part) return part.code;
  if ('time' in part) return utcClock(part.time, part.to, reading.day);
  if ('link' in part) return part.link;
  return 'person' in part ? reading.name(part.person) : nameOf(part.mention, reading);
}

/** Slack's three characters. Everything that could mention or link starts with one of them. */
export function escaped(words: string): string {
  if (!/[&<>]/.test(words)) return words;
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** mrkdwn has no escape for its formatting marks: where one could begin or end formatting, or a line a quote, a look-alike stands in. */
function unformatted(words: string): string {
  // Most texts have no such mark, and looking for one costs a tenth of judging each.
  if (!/[`*_~>]/.test(words)) return words;
  return words
    .replace(/`|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => LOOKALIKES[mark] ?? mark)
    .replace(/^(\s*)>/gm, '$1›');
}

function inlineCode(code: string): string {
  const line = code.replace(/\s+/g, ' ').replaceAll('`', 'ˋ').trim();
  return line === '' ? '' : `\`${escaped(line)}\``;
}

/** Shown in the reader's own zone, with the date unless it is the day of the message. */
function dateToken(time: string, to: 'second' | 'minute', { day }: Reading): string {
  const unix = Math.floor(Date.parse(time) / 1_000);
  const clock = to === 'second' ? '{time_secs}' : '{time}';
  const tokens = sameDay(time, day) ? clock : `{date_short} ${clock}`;
  return `<!date^${unix}^${tokens}|${utcClock(time, to, day)}>`;
}
