import { setTimeout as pause } from 'node:timers/promises';
import { RE2JS } from 're2js';
import { ContainerGone } from '../checks/look-at-container.js';
import { TimeIsUp, within } from '../checks/deadline.js';
import { cleanText } from '../text/clean.js';
import type { Engine } from './engine.js';
import { cannotLook } from './failure.js';
import { readLogBody } from './log-body.js';
import { LONGEST_LINE } from './log-lines.js';
import { inspection } from './state.js';
import { engineSeconds } from './time.js';

const LIMIT = 4_000;
// A log ends when its container does; it may begin again.
const LOOK_AGAIN = 200;

/** A line to wait for: `pattern` is RE2, `since` ISO 8601, `limit` ms. */
export interface Awaited {
  readonly container: string;
  readonly pattern: string;
  readonly since: string;
  readonly limit: number;
}

/** True as soon as the log has such a line, false when the time is over. Throws `CannotLook`, and `ContainerGone`. */
export async function waitForLine(engine: Engine, awaited: Awaited, signal: AbortSignal): Promise<boolean> {
  const pattern = RE2JS.compile(awaited.pattern);
  try {
    return await within(awaited.limit, signal, async (own) => {
      while (!(await follow(engine, awaited, pattern, own))) await pause(LOOK_AGAIN, undefined, { signal: own });
      return true;
    });
  } catch (error) {
    if (error instanceof TimeIsUp) return false;
    throw cannotLook(engine.host, engine.address, error, signal.aborted);
  }
}

/** Reads the log until such a line comes, or until it ends. */
async function follow(
  engine: Engine,
  { container, since }: Awaited,
  pattern: RE2JS,
  signal: AbortSignal,
): Promise<boolean> {
  const gone = (): ContainerGone => new ContainerGone(container.slice(0, 12), 'the bot waited for a line of its log');
  const seen = await engine.json({ path: `/containers/${container}/json`, limit: LIMIT, signal }, inspection);
  if (seen === null) throw gone();
  const query = { follow: '1', stdout: '1', stderr: '1', since: engineSeconds(Date.parse(since)) };
  const body = await engine.open({ path: `/containers/${container}/logs`, query, limit: LIMIT, signal });
  if (body === null) throw gone();
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const add = (_stream: string, message: Buffer): void => {
        if (pattern.matcher(lineOf(message)).find()) resolve(true);
      };
      readLogBody(body, seen.Config.Tty, Infinity, { add }).then(() => resolve(false), reject);
    });
  } finally {
    body.destroy();
  }
}

function lineOf(message: Buffer): string {
  return cleanText(message.subarray(0, LONGEST_LINE * 4).toString('utf8')).trimEnd();
}
