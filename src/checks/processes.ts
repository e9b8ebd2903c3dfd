import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Facts, FactSpec } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { defineCheck, type World } from './check.js';
import type { Process } from './container-details.js';
import { pattern } from './log-patterns.js';
import { lookAtContainer } from './look-at-container.js';

const LONGEST_COMMAND = 300;
const SHOWN_COMMAND = 80;

const params = z.strictObject({
  type: z.literal('processes'),
  match: pattern.describe('RE2 pattern that the command line of the process matches, such as `uvicorn`.'),
});

const specs = {
  found: {
    type: 'bool',
    says: 'At least one matching process runs; false where the container does not run or is missing.',
  },
  running: { type: 'int', says: 'How many processes match.' },
  total: { type: 'int', says: 'How many processes the container has; 0 where it does not run.' },
  command: { type: 'string', says: 'Command line of the newest matching process; empty where there is none.' },
  age: { type: 'int', unit: 'ms', says: 'How long the newest matching process runs; 0 where there is none.' },
  main: { type: 'string', says: "Command line of the container's first process; empty where it does not run." },
  blocked: { type: 'int', says: 'Matching processes that wait for a disk or a network file system (state D).' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Whether the service's process runs in its container. */
export const processes = defineCheck({
  type: 'processes',
  vantage: 'Docker',
  says: "The processes in the service's container, as `docker top` lists them.",
  params,
  facts: () => specs,
  run: async ({ match }, world, signal) => {
    const look = await lookAtContainer(world, signal, async (container) => ({
      listed: await world.containers.processes(world.service, container, signal),
    }));
    if (look === null) return { facts: factsOf([], []), says: text('there is no container, so no process runs') };
    if (look.listed === null)
      return { facts: factsOf([], []), says: text('the container does not run, so no process does') };
    const all = look.listed.map((one) => ({ ...one, command: oneLine(one.command, world) }));
    const compiled = RE2JS.compile(match);
    // What has ended and waits to be collected (Z) does nothing any more.
    const matching = all.filter((one) => one.state !== 'Z' && compiled.matcher(one.command).find());
    return { facts: factsOf(all, matching), says: sayProcesses(all, matching) };
  },
});

function factsOf(all: readonly Process[], matching: readonly Process[]): Facts {
  const newest = newestOf(matching);
  return {
    found: newest !== undefined,
    running: matching.length,
    total: all.length,
    command: newest?.command ?? '',
    age: newest?.age ?? 0,
    main: firstOf(all)?.command ?? '',
    blocked: matching.filter((one) => one.state === 'D').length,
  };
}

function newestOf(list: readonly Process[]): Process | undefined {
  return list.reduce<Process | undefined>(
    (newest, one) => (newest === undefined || one.age < newest.age ? one : newest),
    undefined,
  );
}

/** The one whose parent is outside the container. A process that was put in by `docker exec` has none either: the oldest is meant. */
function firstOf(all: readonly Process[]): Process | undefined {
  const inside = new Set(all.map((one) => one.pid));
  const roots = all.filter((one) => !inside.has(one.parent));
  return roots.reduce<Process | undefined>(
    (first, one) => (first === undefined || isOlder(one, first) ? one : first),
    undefined,
  );
}

function isOlder(one: Process, other: Process): boolean {
  return one.age === other.age ? one.pid < other.pid : one.age > other.age;
}

/** `1 of 3 processes matches: python3 -m uvicorn main:app, for 3 min`. The pattern is for machines, and stands in the runbook. */
function sayProcesses(all: readonly Process[], matching: readonly Process[]): Text {
  const newest = newestOf(matching);
  const of = `of ${all.length} ${all.length === 1 ? 'process' : 'processes'}`;
  if (newest === undefined) return text(`none ${of} matches`, mainOf(all));
  const count = `${matching.length} ${of} ${matching.length === 1 ? 'matches' : 'match'}`;
  return text(`${count}: ${cutText(newest.command, SHOWN_COMMAND)}, for ${formatDuration(newest.age)}`);
}

function mainOf(all: readonly Process[]): string {
  const main = firstOf(all);
  return main === undefined ? '' : `; its main process is ${cutText(main.command, SHOWN_COMMAND)}`;
}

function oneLine(command: string, world: World): string {
  return cutText(world.clean(command).replace(/\s+/g, ' ').trim(), LONGEST_COMMAND);
}
