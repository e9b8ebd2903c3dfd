import { z } from 'zod';
import type { QuotedLine } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { CannotLook, defineCheck, type World } from './check.js';
import type { ContainerState, LogLine } from './containers.js';
import { logSpecs, readLog } from './log-facts.js';
import { patterns } from './log-patterns.js';

const MOST_BYTES = 1024 * 1024;
// The first line may be written some milliseconds before the engine notes that the container started.
const EARLY = 100;

const params = z.strictObject({
  type: z.literal('logs'),
  tail: z.int().min(1).max(1_000).default(100).describe('How many of the newest lines to read.'),
  find: patterns.default({}).describe('Named RE2 patterns; each name becomes a fact with the lines that match.'),
  within: z
    .union([z.literal('run'), durationBetween(1_000, 86_400_000, 'between 1s and 24h')])
    .default('run')
    .describe('`run`: only lines of the current or the last run. A duration: lines of all its runs in that time.'),
});

type Params = z.infer<typeof params>;

/** What the service's container wrote. */
export const logs = defineCheck({
  type: 'logs',
  vantage: 'Docker',
  says: "The newest log lines of the service's container, searched for named patterns.",
  params,
  facts: ({ find }) => logSpecs(find),
  run: async ({ tail, find, within }, world, signal) => {
    const container = await world.containers.find(world.service, signal);
    if (container === null) throw new CannotLook('there is no container');
    const options = { tail, since: sinceOf(container, within, world.now()), maxBytes: MOST_BYTES };
    const read = await world.containers.logs(world.service, container, options, signal);
    return readLog(cleanLines(read.lines, world), find, read.truncated);
  },
});

/** Where the asked time begins, as ISO 8601. */
export function sinceOf(container: ContainerState, within: Params['within'], now: Date): string | null {
  if (within !== 'run') return new Date(now.getTime() - within).toISOString();
  if (container.startedAt === null) return null;
  const early = Date.parse(container.startedAt) - EARLY;
  const lastEnd = container.status === 'running' ? Date.parse(container.finishedAt ?? '') : Number.NaN;
  return new Date(lastEnd > early ? Math.min(lastEnd, early + EARLY) : early).toISOString();
}

/** Cleaned as one text, since a private key takes many lines. */
function cleanLines(lines: readonly LogLine[], world: World): QuotedLine[] {
  const flat = lines.map((line) => line.text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ').trimEnd());
  const cleaned = world.clean(flat.join('\n')).split('\n');
  const fits = cleaned.length === flat.length;
  return lines.map((line, place) => ({
    at: line.at,
    text: fits ? (cleaned[place] ?? '') : world.clean(flat[place] ?? ''),
  }));
}
