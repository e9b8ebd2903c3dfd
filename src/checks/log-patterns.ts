import { RE2JS } from 're2js';
import { z } from 'zod';
import type { QuotedLine } from '../runbook/facts.js';

/** Lines quoted of one pattern; the newest, since those are closest to the end. */
export const MOST_QUOTED = 5;

/** An RE2 pattern: it takes linear time on any text, since strangers write log lines. */
export const pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(isPattern, 'this is no RE2 pattern (no look-around, no back-references)');

/** Named patterns beside facts of the check's own, whose names they cannot take. */
export function patternsBeside(facts: readonly string[]): z.ZodType<Record<string, string>, Record<string, string>> {
  const name = z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'a name is lower-case letters, digits and _')
    .refine((given) => !facts.includes(given), `${facts.join(', ')} are facts of their own; choose another name`);
  return z.record(name, pattern);
}

/** The named patterns of a log. */
export const patterns = patternsBeside([
  'lines_read',
  'last_line',
  'last_exception',
  'missing_module',
  'errors',
  'startup_seen',
  'startup_at',
]);

/** What one pattern found: how many lines, and the newest of them. */
export interface Found {
  readonly count: number;
  readonly lines: readonly QuotedLine[];
  /** Places of all matching lines, rising. */
  readonly places: readonly number[];
}

/** Looks for each pattern in each line. */
export function findPatterns(
  lines: readonly QuotedLine[],
  find: Readonly<Record<string, string>>,
): Readonly<Record<string, Found>> {
  return Object.fromEntries(Object.entries(find).map(([key, written]) => [key, findPattern(lines, written)]));
}

function findPattern(lines: readonly QuotedLine[], written: string): Found {
  const compiled = RE2JS.compile(written);
  const places = lines.flatMap((line, place) => (compiled.matcher(line.text).find() ? [place] : []));
  const quoted = places.slice(-MOST_QUOTED).flatMap((place) => lines[place] ?? []);
  return { count: places.length, lines: quoted, places };
}

function isPattern(written: string): boolean {
  try {
    RE2JS.compile(written);
    return true;
  } catch {
    return false;
  }
}
