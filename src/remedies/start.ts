import { z } from 'zod';
import { text } from '../text/text.js';
import { composeTarget } from './compose.js';
import { actComposeUp, planComposeUp, settleComposeUp } from './compose-up.js';
import { asItIs, certain, failed, inWords } from './failing.js';
import { ONE_CHANGE } from './limits.js';
import { defineRemedy, type Doing, type Done, type Place, type Planned, type Settled } from './remedy.js';
import { settled, startedSince } from './settling.js';
import { before, findTarget, holdOn, pinned, remember, serviceOf, stateOf, type Target } from './target.js';
import { label, onHost, title } from './words.js';

const params = z.strictObject({ type: z.literal('start') });

const own = z.strictObject({ how: z.enum(['start', 'unpause']), target: pinned });
const action = z.discriminatedUnion('how', [own, z.strictObject({ how: z.literal('make'), target: composeTarget })]);

/** Starts the service's container as it is. */
export const start = defineRemedy({
  type: 'start',
  says: "Starts the service's stopped container, lets a paused one go on, or makes a missing one with Compose.",
  params,
  action,
  plan: async (_params, place, signal) => {
    const found = await findTarget(place.service, place, signal);
    if (!('impossible' in found)) return planStart(found, place);
    return found.missing ? planMaking(found.impossible, place, signal) : found;
  },
  act: async (what, doing, signal) =>
    what.how === 'make' ? actComposeUp(what.target, doing, signal) : actStart(what, doing, signal),
  settle: async (what, was, place, _mark, signal): Promise<Settled> => {
    if (what.how === 'make') return settleComposeUp(was, place, signal);
    const now = await stateOf(what.target, place, signal);
    if (what.how === 'start' || now === null) return startedSince(before.parse(was), now);
    const says = text(`${what.target.name} ${inWords(now)}`);
    const happened = now.status === 'paused' ? 'no' : now.status === 'running' ? 'yes' : 'maybe';
    return settled(happened, says, `\`docker ps -a\` tells whether ${what.target.name} runs.`);
  },
});

function planStart({ state, pin }: Target, place: Place): Planned {
  if (state.status === 'running' || state.status === 'restarting') {
    return { impossible: `${pin.name} ${inWords(state)}; there is nothing to start` };
  }
  const how = state.status === 'paused' ? 'unpause' : 'start';
  return {
    title: title(`${how} ${pin.service}`),
    label: label(how === 'unpause' ? `Unpause ${pin.service}` : `Start ${pin.service}`),
    does: onHost(pin.name, place.service.host, how === 'unpause' && 'which is paused'),
    like: `docker ${how} ${pin.name}`,
    undo: null,
    afterwards: null,
    holds: [holdOn(place.service, pin.name)],
    action: { how, target: pin },
    before: remember(state, place),
    longest: ONE_CHANGE,
  };
}

/** There is no container: Compose makes one, where it can. */
async function planMaking(missing: string, place: Place, signal: AbortSignal): Promise<Planned> {
  const plan = await planComposeUp(place, signal);
  if ('impossible' in plan) return { impossible: `${missing}; ${plan.impossible}` };
  return { ...plan, action: { how: 'make', target: plan.action } };
}

async function actStart({ how, target }: z.infer<typeof own>, doing: Doing, signal: AbortSignal): Promise<Done> {
  const service = serviceOf(target, doing);
  try {
    if (how === 'unpause') {
      const permit = await doing.step(text(`letting ${target.name} go on`));
      await doing.docker.unpause(service, target.id, permit, signal);
      return { result: 'done', says: text(`${target.name} is not paused any more`) };
    }
    const permit = await doing.step(text(`starting ${target.name}`));
    await doing.docker.start(service, target.id, permit, signal);
    return { result: 'done', says: text(`started ${target.name}`) };
  } catch (error) {
    return failed(`could not ${how} ${target.name}: ${certain(error)}; `, await asItIs(target, doing, signal));
  }
}
