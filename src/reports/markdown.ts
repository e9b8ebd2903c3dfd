import type { Account } from '../engine/reporter.js';
import type { Part, Text } from '../text/text.js';
import { nameOf } from './people.js';

/** What acts wherever it stands in a line: code, emphasis, links, HTML, table cells, strike-through. */
const MARKS = /[\\`*[\]<|~]|!$/g;
/** Underscores inside a word are only underscores. */
const UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const ENTITY = /&(?=#?\w{1,40};)/g;
/** Addresses that viewers make links of by themselves. */
const BARE_LINK = /(https?|ftp|mailto|xmpp)(?=:)/gi;
const BARE_WWW = /www(?=\.)/gi;
const BARE_MAIL = /(?<=[\w.+-])@(?=[\w-]|$)/g;
const LINE_START = /^(?:[#>]|[=+-](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$)))/;

/** Foreign words on one line of Markdown: nothing in them is formatting, a link, a picture, HTML or a cell's end. */
export function inert(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  const escaped = line
    .replace(MARKS, '\\$&')
    .replace(UNDERSCORE, '\\_')
    .replace(ENTITY, '\\&')
    .replace(BARE_LINK, '$1\\')
    .replace(BARE_WWW, '$&\\')
    .replace(BARE_MAIL, '\\@');
  return escaped.replace(LINE_START, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}

/** A code span on one line, whatever it holds: its fence is longer than any run of backticks inside. */
export function codeSpan(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/** The same for a cell of a table, where a bar ends the cell even inside a code span. */
export function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|');
}

/** `2025-12-04 03:04:11 UTC`. ISO 8601 in, whatever its zone. */
export function utc(time: string, to: 'second' | 'minute' = 'second'): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, to === 'second' ? 19 : 16)} UTC`;
}

/** A text as one line of Markdown: its words inert, its times in UTC with the date, its people by name. */
export function markdown(says: Text, names: Account['names']): string {
  return tidy(merged(says, names).map(partIn).join(''));
}

/** The same without any formatting. */
export function plain(says: Text, names: Account['names']): string {
  return says
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('bold' in part) return part.bold;
      if ('code' in part) return part.code;
      if ('time' in part) return utc(part.time, part.to);
      if ('link' in part) return part.link;
      return called(part, names);
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A link that goes where it says, or its words where it does not go to a page. */
export function link(words: string, url: string): string {
  const goes = /^https?:\/\/[^\s<>\\]+$/i.test(url);
  return goes ? `[${inert(words)}](<${url.replaceAll('|', '%7C')}>)` : inert(words);
}

/** A part that is no person: those are plain words by now. */
type Shaped = Exclude<Part, { readonly person: string } | { readonly mention: string }>;

/** Plain words beside plain words are judged together: `https` and `://…` are a link only then. */
function merged(says: Text, names: Account['names']): readonly Shaped[] {
  return says.reduce<Shaped[]>((parts, part) => {
    const one = typeof part !== 'string' && ('person' in part || 'mention' in part) ? called(part, names) : part;
    const before = parts.at(-1);
    if (typeof one !== 'string' || typeof before !== 'string') return [...parts, one];
    return [...parts.slice(0, -1), before + one];
  }, []);
}

function partIn(part: Shaped): string {
  if (typeof part === 'string') return edges(part, inert);
  if ('bold' in part) return part.bold.trim() === '' ? '' : edges(part.bold, (words) => `**${inert(words)}**`);
  if ('code' in part) return codeSpan(part.code);
  if ('time' in part) return utc(part.time, part.to);
  return link(part.link, part.url);
}

function called(part: { readonly person: string } | { readonly mention: string }, names: Account['names']): string {
  if ('person' in part) return nameOf(part.person, names);
  return part.mention.startsWith('party:') ? part.mention.slice('party:'.length) : nameOf(part.mention, names);
}

/** Keeps the spaces around a part, which belong between it and its neighbours. */
function edges(words: string, make: (words: string) => string): string {
  if (words.trim() === '') return words === '' ? '' : ' ';
  return `${/^\s/.test(words) ? ' ' : ''}${make(words)}${/\s$/.test(words) ? ' ' : ''}`;
}

function tidy(line: string): string {
  return line.replace(/ {2,}/g, ' ').trim();
}

function longestRun(words: string): number {
  return Math.max(0, ...Array.from(words.matchAll(/`+/g), ([run]) => run.length));
}
