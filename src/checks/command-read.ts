import type { Facts, QuotedLine } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatBytes, formatDuration } from '../text/units.js';
import type { Observation } from './check.js';
import type { ExecCommand, ExecResult } from './containers.js';
import { findPatterns } from './log-patterns.js';

const LONGEST_OUTPUT = 2_000;
const LONGEST_LINE = 300;
const MOST_QUOTES = 6;

/** What a program said and how it ended, as facts and evidence. Everything it wrote goes through `clean`. */
export function readCommand(
  command: ExecCommand,
  result: ExecResult,
  find: Readonly<Record<string, string>>,
  clean: (text: string) => string,
): Observation {
  const lines = linesOf(result, clean);
  const found = findPatterns(lines, find);
  const { exitCode, timedOut, missing, truncated, maybeRunning, took } = result;
  const facts: Facts = {
    ok: exitCode === 0,
    exit_code: exitCode ?? { unknown: noExitCode(command, result) },
    output: cutText(lines.map((line) => line.text).join('\n'), LONGEST_OUTPUT),
    timed_out: timedOut,
    missing,
    truncated,
    maybe_running: maybeRunning,
    took,
    ...Object.fromEntries(Object.entries(found).map(([name, one]) => [name, one.lines.map(short)])),
  };
  const matches = Object.values(found).flatMap((one) => one.lines);
  const worth = matches.length > 0 ? matches : lines;
  return { facts, says: say(command, result, lines, clean), quotes: worth.slice(-MOST_QUOTES).map(short) };
}

/** Cleaned as one text, since a private key takes many lines; standard output first. */
function linesOf({ stdout, stderr }: ExecResult, clean: (text: string) => string): QuotedLine[] {
  const written = [stdout, stderr].map((one) => one.trimEnd()).filter((one) => one !== '');
  if (written.length === 0) return [];
  const lines = clean(written.join('\n')).split('\n');
  return lines.map((line) => ({ at: null, text: line.trimEnd() }));
}

/** `ended with code 1 in 41 ms: No broken requirements found.` */
function say(
  command: ExecCommand,
  result: ExecResult,
  lines: readonly QuotedLine[],
  clean: (text: string) => string,
): Text {
  const program = clean(command.argv[0] ?? '');
  if (result.missing) return text(`there is no program `, { code: program });
  if (result.exitCode === null) return text({ code: program }, ` ${noExitCode(command, result)}`);
  const last = lines.findLast((line) => line.text.trim() !== '')?.text.trim() ?? '';
  const words = last === '' ? '' : `: ${cutText(last, LONGEST_LINE)}`;
  return text({ code: program }, ` ended with code ${result.exitCode} in ${formatDuration(result.took)}${words}`);
}

function noExitCode(
  { timeout, maxBytes }: ExecCommand,
  { missing, timedOut, truncated, maybeRunning }: ExecResult,
): string {
  const rest = maybeRunning ? '; it may still run' : '';
  if (missing) return 'there is no such program';
  if (timedOut && maybeRunning) return `did not end within ${formatDuration(timeout)}${rest}`;
  if (timedOut) return `did not end within ${formatDuration(timeout)} and was killed`;
  if (truncated) return `wrote more than ${formatBytes(maxBytes)} and was not read to its end${rest}`;
  return 'was killed before it ended';
}

function short(line: QuotedLine): QuotedLine {
  return { at: line.at, text: cutText(line.text, LONGEST_LINE) };
}
