import { z } from 'zod';
import type { QuotedLine } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { CannotLook, defineCheck, type Observation, type World } from './check.js';
import type { ContainerState, LogLine } from './containers.js';
import { toldOf } from './history.js';
import { logSpecs, readLog } from './log-facts.js';
import { pattern, patterns } from './log-patterns.js';
import { readStartup, startupSpecs } from './log-startup.js';
import { lookAtContainer } from './look-at-container.js';
import { runBefore } from './restarts.js';

const MOST_BYTES = 1024 * 1024;
const MOST_FIRST_BYTES = 512 * 1024;
// A run's first line may be written before the engine notes that the container started: by some milliseconds, or much longer on
// a busy machine. Where the end of the run before is known, a longer margin takes in nothing of it. In ms.
const EARLY = 100;
const EARLY_ON_A_BUSY_MACHINE = 5_000;

const params = z.strictObject({
  type: z.literal('logs'),
  tail: z.int().min(1).max(1_000).default(100).describe('How many of the newest lines to read.'),
  find: patterns.default({}).describe('Named RE2 patterns; each name becomes a fact with the lines that match.'),
  within: z
    .union([z.literal('run'), durationBetween(1_000, 86_400_000, 'between 1s and 24h')])
    .default('run')
    .describe(
      '`run`: only lines of the current or the last run; in a restart loop also of the run before, until the current one has lasted longer than that. A duration: lines of all its runs in that time.',
    ),
  startup: pattern
    .optional()
    .describe('RE2 pattern of the line that the service writes once it has started; adds startup_seen and startup_at.'),
});

type Params = z.infer<typeof params>;

/** What the service's container wrote. */
export const logs = defineCheck({
  type: 'logs',
  vantage: 'Docker',
  says: "The newest log lines of the service's container, searched for named patterns.",
  params,
  facts: ({ find, startup }) => ({ ...logSpecs(find), ...(startup === undefined ? {} : startupSpecs) }),
  run: async (asked, world, signal) => {
    const seen = await lookAtContainer(world, signal, (container) => lookAtLog(asked, container, world, signal));
    if (seen === null) throw new CannotLook('there is no container');
    return seen;
  },
});

async function lookAtLog(
  { tail, find, within, startup }: Params,
  container: ContainerState,
  world: World,
  signal: AbortSignal,
): Promise<Observation> {
  const before = within === 'run' ? await loopStart(container, world, signal) : null;
  const since = before ?? sinceOf(container, within, world.now());
  const options = { tail, since, maxBytes: MOST_BYTES };
  const read = await world.containers.logs(world.service, container, options, signal);
  const shown = readLog(cleanLines(read.lines, world), find, {
    truncated: read.truncated,
    runs: before === null ? 1 : 2,
  });
  if (startup === undefined) return shown;
  const began = sinceOf(container, 'run', world.now());
  const first = { tail: null, since: began, maxBytes: MOST_FIRST_BYTES };
  const started = await readStartup(startup, {
    began: container.startedAt === null ? null : began,
    newest: read.lines,
    whole: !read.truncated && read.lines.length < tail && covers(since, began),
    first: () => world.containers.logs(world.service, container, first, signal),
  });
  return { ...shown, facts: { ...shown.facts, ...started } };
}

/** Where the asked time begins, as ISO 8601. */
export function sinceOf(container: ContainerState, within: Params['within'], now: Date): string | null {
  if (within !== 'run') return new Date(now.getTime() - within).toISOString();
  if (container.startedAt === null) return null;
  return new Date(runBegan(container, Date.parse(container.startedAt))).toISOString();
}

/** In ms, as `started`. While a container runs, its last end is the end of the run before; without one, this is its first. */
function runBegan({ status, finishedAt, createdAt }: ContainerState, started: number): number {
  if (status !== 'running') return started - EARLY;
  return Math.min(started, Math.max(started - EARLY_ON_A_BUSY_MACHINE, Date.parse(finishedAt ?? createdAt)));
}

/** In a restart loop: when the run before began. A run of a moment ago has said nothing yet of why it will end. */
async function loopStart(container: ContainerState, world: World, signal: AbortSignal): Promise<string | null> {
  // Most containers are in none: their events need not be asked for.
  if (container.status !== 'running' || container.restartCount === 0) return null;
  const began = runBefore(container, await toldOf(world, signal), world.now());
  return began === null ? null : new Date(Date.parse(began) - EARLY).toISOString();
}

function covers(since: string | null, began: string | null): boolean {
  return since === null || (began !== null && Date.parse(since) <= Date.parse(began));
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
