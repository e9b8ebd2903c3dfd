import type { Facts, FactSpec, QuotedLine } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import type { HealthcheckDefinition } from './container-details.js';
import type { ContainerState } from './containers.js';
import { failingStreak, probesOfRun } from './probes.js';

const LONGEST_OUTPUT = 500;
const SHOWN_OUTPUT = 120;

export const healthcheckSpecs = {
  defined: { type: 'bool', says: 'The container has a healthcheck.' },
  command: { type: 'string', says: 'What it runs; empty where none is defined.' },
  interval: {
    type: 'int',
    unit: 'ms',
    says: 'How long it waits between two probes; 0 where none is defined, as in the next three.',
  },
  timeout: { type: 'int', unit: 'ms', says: 'How long a probe may take.' },
  start_period: { type: 'int', unit: 'ms', says: 'How long after a start failures do not count.' },
  retries: { type: 'int', says: 'How many failures in a row make it unhealthy.' },
  state: {
    type: 'string',
    says: 'One of none, starting, healthy or unhealthy; none where it does not run or none is defined.',
  },
  failing_streak: {
    type: 'int',
    says: 'Failed probes in a row, those during the start included; 0 where it does not run.',
  },
  probes: { type: 'int', says: 'How many probes of the current or last run are kept; the engine keeps 5.' },
  last_at: { type: 'time', says: 'When the newest of them began; null where there is none.' },
  last_exit: {
    type: 'int',
    says: 'Its exit code: 0 passed, -1 took too long or could not be started; 0 where there is none.',
  },
  last_output: { type: 'string', says: 'What it said, 500 characters at most.' },
  last_timed_out: { type: 'bool', says: 'It was ended because it took longer than `timeout`.' },
  not_runnable: {
    type: 'bool',
    says: 'Its program is missing or not executable: the healthcheck itself is wrong, which says nothing about the service.',
  },
  timeouts: { type: 'int', says: 'How many of the kept probes took too long.' },
  exit_codes: { type: 'strings', says: 'Exit codes of the kept probes, oldest first.' },
  decided_by: {
    type: 'time',
    says: 'While its state is starting: when that ends at the latest, healthy or unhealthy; null otherwise.',
  },
} satisfies Readonly<Record<string, FactSpec>>;

type Probe = ContainerState['healthLog'][number];

/** Judges the healthcheck of a container. `clean` makes foreign text safe. */
export function readHealthcheck(
  container: ContainerState,
  defined: HealthcheckDefinition | null,
  clean: (foreign: string) => string,
): { readonly facts: Facts; readonly says: Text; readonly quotes: readonly QuotedLine[] } {
  const probes = probesOfRun(container).map((one) => ({ ...one, output: clean(one.output).trim() }));
  const last = probes.at(-1);
  const runs = container.status === 'running';
  const state = runs && defined !== null ? container.health : 'none';
  const command = clean(commandOf(defined));
  const facts: Facts = {
    defined: defined !== null,
    command,
    interval: defined?.interval ?? 0,
    timeout: defined?.timeout ?? 0,
    start_period: defined?.startPeriod ?? 0,
    retries: defined?.retries ?? 0,
    state,
    failing_streak: runs ? failingStreak(container) : 0,
    probes: probes.length,
    last_at: last === undefined || last.at === '' ? null : last.at,
    last_exit: last?.exitCode ?? 0,
    last_output: cutText(last?.output ?? '', LONGEST_OUTPUT),
    last_timed_out: last !== undefined && timedOut(last),
    not_runnable: last !== undefined && notRunnable(last),
    timeouts: probes.filter(timedOut).length,
    exit_codes: probes.map((one) => String(one.exitCode)),
    decided_by: state === 'starting' && defined !== null ? decidedBy(container, defined) : null,
  };
  return { facts, says: say(container, defined, state, last), quotes: quotesOf(command, probes) };
}

/** As people would type it. */
function commandOf(defined: HealthcheckDefinition | null): string {
  const [kind = '', ...words] = defined?.test ?? [];
  const command = kind === 'CMD' || kind === 'CMD-SHELL' ? words : (defined?.test ?? []);
  return cutText(command.join(' '), LONGEST_OUTPUT);
}

/** The engine's own words for a probe it ended; a program cannot end with -1. */
function timedOut(probe: Probe): boolean {
  return probe.exitCode === -1 && /exceeded timeout/i.test(probe.output);
}

// What the engine says when there is no such program, or it may not be run.
const NO_PROGRAM = /not found|no such file|permission denied|not executable|executable file/i;
// What a shell says when a command inside the probe is missing: `curl … || exit 1` hides the shell's own 127.
const SHELL_MISSES = /^\S*sh: (?:(?:line )?\d+: )?\S+: (?:command )?not found$/m;

function notRunnable(probe: Probe): boolean {
  if (probe.exitCode === 0 || timedOut(probe)) return false;
  if (probe.exitCode === 126 || probe.exitCode === 127) return true;
  return SHELL_MISSES.test(probe.output) || (probe.exitCode === -1 && NO_PROGRAM.test(probe.output));
}

/** Failures count once the start period is over; from then on, each probe comes an interval after the last and takes its timeout at most. */
function decidedBy(container: ContainerState, defined: HealthcheckDefinition): string | null {
  if (container.startedAt === null) return null;
  const round = defined.interval + defined.timeout;
  return new Date(Date.parse(container.startedAt) + defined.startPeriod + (defined.retries + 1) * round).toISOString();
}

function say(
  container: ContainerState,
  defined: HealthcheckDefinition | null,
  state: string,
  last: Probe | undefined,
): Text {
  if (defined === null) return text('no healthcheck is defined');
  const every = `every ${formatDuration(defined.interval)}, ${formatDuration(defined.timeout)} each`;
  if (state === 'none') return text(`defined (${every}); the container does not run`);
  const probe =
    last === undefined ? text(', no probe yet') : text(', last probe ', { time: last.at, to: 'second' }, result(last));
  const until = state === 'starting' ? decidedBy(container, defined) : null;
  return text(state, probe, `; ${every}`, until !== null && text('; decided by ', { time: until, to: 'second' }));
}

function result(probe: Probe): string {
  if (probe.exitCode === 0) return ' passed';
  if (timedOut(probe)) return ' took too long';
  const output = probe.output.replace(/\s+/g, ' ');
  const said = output === '' ? '' : `: ${cutText(output, SHOWN_OUTPUT)}`;
  return `${notRunnable(probe) ? ' could not be run' : ` failed with ${probe.exitCode}`}${said}`;
}

/** What the newest failures said, below what was asked; nothing where none failed. */
function quotesOf(command: string, probes: readonly Probe[]): QuotedLine[] {
  const failures = probes.filter((probe) => probe.exitCode !== 0 && probe.output !== '').slice(-2);
  if (failures.length === 0) return [];
  const said = failures.map((probe) => ({
    at: probe.at === '' ? null : probe.at,
    text: cutText(probe.output, LONGEST_OUTPUT),
  }));
  return [{ at: null, text: `$ ${command}` }, ...said];
}
