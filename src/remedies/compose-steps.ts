import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { limitsHold } from '../checks/time-limit.js';
import type { ContainerState } from '../checks/containers.js';
import type { Json } from '../incident/remedy.js';
import { text } from '../text/text.js';
import { composeRunner } from './compose-client.js';
import type { ComposeTarget } from './compose.js';
import type { ProgramStep } from './program-steps.js';
import type { Doing, Place, Settled } from './remedy.js';

/** Of what Compose writes, the newest so many bytes are kept. */
const MOST_OUTPUT = 256 * 1024;
/** `up` has so long, ms. */
export const UP_LIMIT = 120_000;

/** A command of Compose as a step. */
export function composeStep(
  target: ComposeTarget,
  words: { readonly says: string; readonly did: string; readonly args: readonly string[]; readonly timeout: number },
  doing: Doing,
  signal: AbortSignal,
): ProgramStep {
  const { says, did, args, timeout } = words;
  return {
    says: [says],
    did: [did],
    command: { argv: [...target.argv, ...args], timeout, maxBytes: MOST_OUTPUT },
    run: (command) => {
      const run = composeRunner(doing.service.host, doing.engine);
      // As when it was planned: config.yml is read once.
      if (typeof run === 'string') throw new CannotLook(run);
      return run({ ...command, cwd: target.folder, env: [], keep: 'newest' }, signal);
    },
  };
}

/** Builds the service's image. */
export function buildStep(
  target: ComposeTarget,
  options: { readonly noCache: boolean; readonly timeout: number },
  doing: Doing,
  signal: AbortSignal,
): ProgramStep {
  const { name } = doing.service;
  const args = ['build', ...(options.noCache ? ['--no-cache'] : []), target.service];
  return composeStep(target, { says: `building ${name}`, did: `built ${name}`, args, ...options }, doing, signal);
}

/** Makes the service's container as the Compose file says now, and starts it; the services it depends on are left alone. */
export function upStep(target: ComposeTarget, doing: Doing, signal: AbortSignal): ProgramStep {
  const { name } = doing.service;
  const args = ['up', '-d', '--no-deps', target.service];
  const words = { says: `making and starting ${name}`, did: `made and started ${name}`, args };
  return composeStep(target, { ...words, timeout: UP_LIMIT }, doing, signal);
}

/** As a person would type it in the project folder. */
export function typed(target: ComposeTarget, ...commands: readonly (readonly string[])[]): string {
  const program = target.argv.slice(0, target.argv.indexOf('--ansi'));
  const options = target.argv.slice(program.length + 2);
  return commands.map((args) => [...program, ...options, ...args, target.service].join(' ')).join(' && ');
}

const lifeSchema = z.strictObject({
  /** Null where there was no container. */
  container: z.strictObject({ id: z.string(), startedAt: z.string().nullable() }).nullable(),
  /** Programs end with their time even where the bot is killed: a remedy that took its longest is over. */
  limitsHold: z.boolean(),
});
type Life = z.infer<typeof lifeSchema>;

/** One run of a container, to be compared later. */
export async function lifeOf(container: ContainerState | null): Promise<Json> {
  const was: Life['container'] = container === null ? null : { id: container.id, startedAt: container.startedAt };
  return { container: was, limitsHold: await limitsHold(process.env) };
}

/** What became of the service's container since `before`, a result of `lifeOf`. */
export async function settleByContainer(before: Json, place: Place, signal: AbortSignal): Promise<Settled> {
  return unlessRunning(await compareContainer(before, place, signal), before);
}

/** What did not happen may happen yet, where nothing ends a program whose bot was killed. `before` is a result of `lifeOf`. */
export function unlessRunning(seen: Settled, before: Json): Settled {
  if (seen.happened !== 'no') return seen;
  if (lifeSchema.parse(before).limitsHold) return { ...seen, find: null };
  const wait = "`pgrep -fa compose` on the bot's machine: wait while it shows one.";
  const find = seen.find === null ? wait : `${wait} Then ${seen.find}`;
  return { happened: 'maybe', says: text(seen.says, '; Compose may still run'), find };
}

/** The same as if every program had ended. */
export async function compareContainer(before: Json, { world, service }: Place, signal: AbortSignal): Promise<Settled> {
  const { container: was } = lifeSchema.parse(before);
  const is = await world.containers.find(service, signal);
  const find = findByHand(was, world.clean(is?.name ?? service.name));
  if (is === null) return { happened: was === null ? 'no' : 'maybe', says: ['there is no container'], find };
  const name = world.clean(is.name);
  if (was === null || is.id !== was.id)
    return { happened: 'yes', says: text(`${name} was made `, time(is.createdAt)), find: null };
  if (is.startedAt !== null && is.startedAt !== was.startedAt)
    return { happened: 'yes', says: text(`${name} was started `, time(is.startedAt)), find: null };
  return { happened: 'maybe', says: text(`${name} is the one from before`), find };
}

/** How a person finds out whether a container was made or started. */
function findByHand(was: Life['container'], name: string): string {
  const look = `\`docker inspect -f '{{.Id}} {{.State.StartedAt}}' ${name}\``;
  if (was === null) return `${look} There is one: it happened. There is none: it did not.`;
  const since = was.startedAt === null ? '' : `, or a time later than ${was.startedAt.slice(0, 19)}Z`;
  return `${look} Another id than ${was.id.slice(0, 12)}${since}: it happened. Otherwise it did not.`;
}

function time(at: string): { readonly time: string; readonly to: 'second' } {
  return { time: at, to: 'second' };
}
