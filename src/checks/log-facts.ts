import type { Facts, FactSpec, QuotedLine } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { cutText } from '../text/clean.js';
import { findTracebacks, reportsError } from './log-exceptions.js';
import { missingModule } from './log-modules.js';
import { findPatterns, MOST_QUOTED, type Found } from './log-patterns.js';

const LONGEST_QUOTE = 300;
const CONTEXT = 2;
const MOST_QUOTES = 12;

/** The facts of a log check with these patterns. */
export function logSpecs(find: Readonly<Record<string, string>>): Record<string, FactSpec> {
  const named = Object.keys(find).map((name): [string, FactSpec] => [
    name,
    { type: 'lines', says: `The newest lines, ${MOST_QUOTED} at most, that match the pattern ${name}, oldest first.` },
  ]);
  return {
    lines_read: { type: 'int', says: 'How many lines were read.' },
    last_line: { type: 'string', says: 'The newest line; empty where there is none.' },
    last_exception: {
      type: 'string',
      says: 'Last line of the newest Python traceback, which names the exception; empty where there is none.',
    },
    missing_module: {
      type: 'string',
      says: 'The module, package or library that the newest import error names (Python, Node.js, Java, shared libraries); empty where there is none.',
    },
    errors: {
      type: 'int',
      says: 'How many lines report an error: ERROR, FATAL, CRITICAL, or the name of an exception.',
    },
    ...Object.fromEntries(named),
  };
}

/** What a log shows: the facts, a line of evidence, and the lines worth reading. `lines` are clean already, oldest first. */
export function readLog(
  lines: readonly QuotedLine[],
  find: Readonly<Record<string, string>>,
  { truncated, runs }: { readonly truncated: boolean; readonly runs: 1 | 2 },
): { readonly facts: Facts; readonly says: Text; readonly quotes: readonly QuotedLine[] } {
  const found = findPatterns(lines, find);
  const exceptions = findTracebacks(lines);
  const facts: Facts = {
    lines_read: lines.length,
    last_line: cutText(lines.at(-1)?.text ?? '', LONGEST_QUOTE),
    last_exception: cutText(lines[exceptions.at(-1)?.end ?? -1]?.text ?? '', LONGEST_QUOTE),
    missing_module: missingModule(lines),
    errors: lines.filter((line) => reportsError(line.text)).length,
    ...Object.fromEntries(Object.entries(found).map(([name, one]) => [name, one.lines.map(short)])),
  };
  return { facts, says: sayLog(lines.length, found, { truncated, runs }), quotes: quotesOf(lines, found, exceptions) };
}

/** `100 lines read: 2 of out of memory, 0 of 3 other patterns`. */
function sayLog(
  read: number,
  found: Readonly<Record<string, Found>>,
  { truncated, runs }: { readonly truncated: boolean; readonly runs: 1 | 2 },
): Text {
  const hits = Object.entries(found).filter(([, one]) => one.count > 0);
  const misses = Object.keys(found).length - hits.length;
  const said = hits.map(([name, one]) => `${one.count} of ${name.replaceAll('_', ' ')}`);
  if (misses > 0)
    said.push(`0 of ${misses}${hits.length > 0 ? ' other' : ''} ${misses === 1 ? 'pattern' : 'patterns'}`);
  const lines = read === 1 ? '1 line read' : `${read} lines read`;
  return text(
    lines,
    runs === 2 && ', of the last two runs',
    truncated && ', older ones left out for their size',
    said.length > 0 && `: ${said.join(', ')}`,
  );
}

/** How the log ends, the newest exception, and each newest match, each with what led to it. */
function quotesOf(
  lines: readonly QuotedLine[],
  found: Readonly<Record<string, Found>>,
  exceptions: readonly { readonly start: number; readonly end: number }[],
): QuotedLine[] {
  const matches = Object.values(found).flatMap((one) => one.places.slice(-MOST_QUOTED));
  const ends = matches.map(
    (place) => exceptions.find(({ start, end }) => place >= start && place <= end)?.end ?? place,
  );
  const last = lines.length - 1;
  const newest = [last, exceptions.at(-1)?.end ?? last, ...ends];
  const wanted = new Set<number>();
  for (const place of newest.sort((a, b) => b - a)) {
    const before = Array.from({ length: CONTEXT }, (_, step) => place - 1 - step);
    if (wanted.size + CONTEXT < MOST_QUOTES) for (const one of [place, ...before]) wanted.add(one);
  }
  return [...wanted]
    .sort((a, b) => a - b)
    .flatMap((place) => (lines[place] === undefined ? [] : [short(lines[place])]));
}

function short(line: QuotedLine): QuotedLine {
  return { at: line.at, text: cutText(line.text, LONGEST_QUOTE) };
}
