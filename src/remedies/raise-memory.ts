import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { text } from '../text/text.js';
import { asItIs, certain, failed, inWords, sentence } from './failing.js';
import { ONE_CHANGE } from './limits.js';
import { defineRemedy, type Doing } from './remedy.js';
import { settled, startedSince } from './settling.js';
import { before, findTarget, hasProcess, holdOn, pinned, remember, serviceOf, stateOf, type Pinned } from './target.js';
import { label, onHost, size, title } from './words.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const params = z.strictObject({
  type: z.literal('raise_memory'),
  factor: z
    .number()
    .gt(1)
    .max(16)
    .default(2)
    .describe('By how much the limit is raised, up to the ceiling of config.yml.'),
});

const action = z.strictObject({ target: pinned, from: z.number(), to: z.number() });

/** Raises the memory limit of the container while it runs, and starts it where it does not. */
export const raiseMemory = defineRemedy({
  type: 'raise_memory',
  says: "Raises the container's memory limit at once, and starts it where it does not run.",
  params,
  action,
  plan: async ({ factor }, place, signal) => {
    const found = await findTarget(place.service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    const from = state.memoryLimit;
    const ceiling = place.limits.memoryCeiling;
    if (from === 0) return { impossible: `${pin.name} has no memory limit to raise` };
    const to = Math.floor(Math.min(from * factor, ceiling) / MIB) * MIB;
    if (to <= from) {
      return {
        impossible: `${pin.name} has ${size(from)} of memory, and config.yml allows no more than ${size(ceiling)}`,
      };
    }
    const flag = flagOf(to);
    return {
      title: title(`raise memory of ${pin.service} to ${size(to)}`),
      label: label(`Raise memory to ${size(to)}`, `Raise memory: ${size(to)}`, 'Raise memory'),
      does: onHost(pin.name, place.service.host, `limit ${size(from)} to ${size(to)}`, 'started if it does not run'),
      like: `docker update -m ${flag} --memory-swap ${flag} ${pin.name}`,
      undo: `back to ${size(from)}`,
      afterwards: `set \`mem_limit: ${flag}\` in docker-compose.yml; the next recreate undoes this`,
      holds: [holdOn(place.service, pin.name)],
      action: { target: pin, from, to },
      before: remember(state, place),
      longest: 2 * ONE_CHANGE,
    };
  },
  act: async ({ target, from, to }, doing, signal) => {
    const service = serviceOf(target, doing);
    const says = `limit ${size(from)} to ${size(to)}`;
    try {
      const permit = await doing.step(text(`raising the memory limit of ${target.name}`));
      await doing.docker.setMemory(service, target.id, to, permit, signal);
    } catch (error) {
      return failed(`the limit stays at ${size(from)}: ${certain(error)}; `, await asItIs(target, doing, signal));
    }
    const runs = await isRunning(target, doing, signal);
    if (runs === null) return { result: 'done', says: sentence(says, `whether ${target.name} runs could not be seen`) };
    if (runs) return { result: 'done', says: text(says) };
    try {
      const permit = await doing.step(text(`starting ${target.name}`));
      await doing.docker.start(service, target.id, permit, signal);
    } catch (error) {
      const why = `could not start ${target.name}: ${certain(error)}`;
      return failed(sentence(says, why, await asItIs(target, doing, signal)));
    }
    return { result: 'done', says: text(`${says}, started`) };
  },
  settle: async ({ target, from, to }, was, place, _mark, signal) => {
    const now = await stateOf(target, place, signal);
    if (now === null) return startedSince(before.parse(was), now);
    const says = text(
      `its limit is ${now.memoryLimit === 0 ? 'gone' : size(now.memoryLimit)}; ${target.name} ${inWords(now)}`,
    );
    if (now.memoryLimit === from) return settled('no', says);
    const find = `\`docker inspect -f '{{.HostConfig.Memory}}' ${target.name}\` ${to}: it happened. ${from}: it did not.`;
    return settled(now.memoryLimit === to && hasProcess(now) ? 'yes' : 'maybe', says, find);
  },
});

/** Null where nobody can tell. */
async function isRunning(target: Pinned, doing: Doing, signal: AbortSignal): Promise<boolean | null> {
  try {
    const state = await stateOf(target, doing, signal);
    return state !== null && hasProcess(state);
  } catch (error) {
    if (error instanceof CannotLook) return null;
    throw error;
  }
}

/** As Docker and Compose write it: `4g`, `512m`. */
function flagOf(bytes: number): string {
  return bytes % GIB === 0 ? `${bytes / GIB}g` : `${Math.round(bytes / MIB)}m`;
}
