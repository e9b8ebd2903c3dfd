import { RE2JS } from 're2js';
import type { Facts, FactSpec } from '../runbook/facts.js';
import { CannotLook } from './check.js';
import type { LogLine } from './containers.js';
import { TimeIsUp } from './deadline.js';

export const startupSpecs = {
  startup_seen: {
    type: 'bool',
    says: 'The current or last run wrote the line that `startup` describes; its newest lines and its first 512 KiB are searched.',
  },
  startup_at: { type: 'time', says: 'When it wrote that line; null where it did not.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** What was read of a run's log from its end, and how to read it from its beginning. */
export interface RunLog {
  /** ISO 8601: when the run began; null for a container that never ran. */
  readonly began: string | null;
  readonly newest: readonly LogLine[];
  /** The newest lines are all there are. */
  readonly whole: boolean;
  readonly first: () => Promise<{ readonly lines: readonly LogLine[]; readonly truncated: boolean }>;
}

/** Whether a run said that it had started: in its newest lines, else in its first ones, since a busy service says much after it. */
export async function readStartup(pattern: string, log: RunLog): Promise<Facts> {
  const { began } = log;
  if (began === null) return NOT_SEEN;
  const among = seenIn(log.newest, pattern, began);
  if (among !== null || log.whole) return among ?? NOT_SEEN;
  try {
    const { lines, truncated } = await log.first();
    const found = seenIn(lines, pattern, began);
    if (found === null && truncated) return unknown('the first 512 KiB of its log do not tell, and there is more');
    return found ?? NOT_SEEN;
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    // The newest lines were read: the engine does answer, only not this.
    return unknown(
      error.cause instanceof TimeIsUp ? 'its log is too long to find where this run begins' : error.reason,
    );
  }
}

const NOT_SEEN: Facts = { startup_seen: false, startup_at: null };

function seenIn(lines: readonly LogLine[], pattern: string, began: string): Facts | null {
  const compiled = RE2JS.compile(pattern);
  const line = lines.findLast(
    ({ at, text }) => at !== null && Date.parse(at) >= Date.parse(began) && compiled.matcher(text).find(),
  );
  return line === undefined ? null : { startup_seen: true, startup_at: line.at };
}

function unknown(reason: string): Facts {
  return { startup_seen: { unknown: reason }, startup_at: { unknown: reason } };
}
