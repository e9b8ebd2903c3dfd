import type { QuotedLine } from '../runbook/facts.js';

const TRACEBACK = /^(?:.{0,80}\s)?Traceback \(most recent call last\):\s*$/;
const LEVEL = /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b/i;
const EXCEPTION = /^(?:[\w.]{1,200})(?::.*)?$/;
const ERROR =
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|EMERG|ALERT|Exception|Traceback)\b|^\s*[\w.]{0,100}(?:Error|Exception)\b/;

/** True for a line that reports an error: a level at least as grave as ERROR, or the name of an exception. */
export function reportsError(line: string): boolean {
  return ERROR.test(line);
}

/**
 * Where the exceptions of Python tracebacks stand: `start` is the line "Traceback …", `end` the line that names the
 * exception, the one people need. A traceback cut off by the end of the log has none.
 */
export function findTracebacks(lines: readonly QuotedLine[]): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start: number | null = null;
  lines.forEach(({ text }, place) => {
    if (TRACEBACK.test(text)) start = place;
    else if (start !== null && isException(text)) {
      found.push({ start, end: place });
      start = null;
    }
  });
  return found;
}

/** Lines of a traceback are indented, the exception is not; other log lines may stand between. */
function isException(text: string): boolean {
  return EXCEPTION.test(text) && !LEVEL.test(text);
}
