import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { durationBetween } from '../runbook/duration.js';
import { join, text, type Text } from '../text/text.js';
import { asItIs, certain, failed } from './failing.js';
import { stopping } from './limits.js';
import { defineRemedy, type Doing, type Place } from './remedy.js';
import { settleAll } from './settle-all.js';
import { startedSince } from './settling.js';
import {
  before,
  findTarget,
  holdOn,
  pinned,
  remember,
  serviceOf,
  stateOf,
  type Target,
  type Pinned,
} from './target.js';
import { flagSeconds, label, onHost, seconds, title } from './words.js';

const LOOK_AGAIN = 250;

const params = z.strictObject({
  type: z.literal('restart'),
  grace: durationBetween(0, 300_000, 'between 0s and 5m')
    .default(10_000)
    .describe('How long each container has to end by itself before it is killed.'),
  also: z
    .array(z.string().min(1))
    .max(5)
    .default([])
    .describe('Services of config.yml to restart after it, in this order: those that hold connections to it.'),
  waits: durationBetween(0, 300_000, 'between 0s and 5m')
    .default(30_000)
    .describe('How long to wait at most for a container to be healthy before the next one is restarted.'),
});

const action = z.strictObject({ targets: z.array(pinned).min(1), grace: z.number(), waits: z.number() });

/** Restarts the service's container, and those of other services after it. */
export const restart = defineRemedy({
  type: 'restart',
  says: "Restarts the service's container, whether it runs or not, and then those of other services.",
  params,
  action,
  alsoWorksOn: ({ also }) => also,
  plan: async ({ grace, also, waits }, place, signal) => {
    const all = await findAll([place.service.name, ...also], place, signal);
    if ('impossible' in all) return all;
    const targets = all.map(({ pin }) => pin);
    const names = targets.map(({ service }) => service);
    return {
      title: title(`restart ${names.join(', then ')}`),
      label: label(`Restart ${names.join(', ')}`, `Restart ${names.join('+')}`, `Restart ${place.service.name}`),
      does: join(
        targets.map((one) => onHost(one.name, serviceOf(one, place).host, `${seconds(grace)} grace`)),
        '; then ',
      ),
      like: targets.map(({ name }) => `docker restart -t ${flagSeconds(grace)} ${name}`).join(' && '),
      undo: null,
      afterwards: null,
      holds: targets.map((one) => holdOn(serviceOf(one, place), one.name)),
      action: { targets, grace, waits },
      before: all.map(({ state }) => remember(state, place)),
      longest: targets.length * stopping(grace) + (targets.length - 1) * waits,
    };
  },
  act: async ({ targets, grace, waits }, doing, signal) => {
    const done: Text[] = [];
    for (const [place, one] of targets.entries()) {
      if (place > 0) done.push(...(await untilHealthy(targets[place - 1], waits, doing, signal)));
      const began = doing.world.now().getTime();
      try {
        const permit = await doing.step(text(`restarting ${one.name}`));
        await doing.docker.restart(serviceOf(one, doing), one.id, grace, permit, signal);
      } catch (error) {
        const why = text(`could not restart ${one.name}: ${certain(error)}`);
        return failed(join([...done, why, text(await asItIs(one, doing, signal))], '; '));
      }
      done.push(text(`restarted ${one.name} in ${seconds(doing.world.now().getTime() - began)}`));
    }
    return { result: 'done', says: join(done, '; ') };
  },
  settle: ({ targets }, was, place, _mark, signal) =>
    settleAll(targets, async (one) => {
      const then = z
        .array(before)
        .parse(was)
        .find(({ id }) => id === one.id);
      if (then === undefined) throw new Error(`the state before has no container ${one.id}`);
      return startedSince(then, await stateOf(one, place, signal));
    }),
});

async function findAll(
  names: readonly string[],
  place: Place,
  signal: AbortSignal,
): Promise<Target[] | { impossible: string }> {
  const found: Target[] = [];
  for (const name of [...new Set(names)]) {
    const service = name === place.service.name ? place.service : place.world.services[name];
    if (service === undefined) return { impossible: `config.yml has no service called ${name}` };
    const one = await findTarget(service, place, signal);
    if ('impossible' in one) return one;
    found.push(one);
  }
  return found;
}

/** Others connect to it: they are restarted once it answers. Says so where it does not in time. */
async function untilHealthy(
  one: Pinned | undefined,
  limit: number,
  doing: Doing,
  signal: AbortSignal,
): Promise<Text[]> {
  if (one === undefined) return [];
  const until = performance.now() + limit;
  while (performance.now() < until) {
    if (await isReady(one, doing, signal)) return [];
    await sleep(LOOK_AGAIN, undefined, { signal });
  }
  return limit === 0 ? [] : [text(`${one.name} was not healthy after ${seconds(limit)}`)];
}

/** Where nobody can look, the next one waits too. */
async function isReady(one: Pinned, doing: Doing, signal: AbortSignal): Promise<boolean> {
  try {
    const state = await stateOf(one, doing, signal);
    return state?.status === 'running' && (state.health === 'none' || state.health === 'healthy');
  } catch (error) {
    if (error instanceof CannotLook && !signal.aborted) return false;
    throw error;
  }
}
