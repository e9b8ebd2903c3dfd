import { z } from 'zod';
import type { Json } from '../incident/remedy.js';
import { text } from '../text/text.js';
import { composeTarget, findComposeService, type ComposeTarget } from './compose.js';
import { lifeOf, settleByContainer, typed, UP_LIMIT, upStep } from './compose-steps.js';
import { runSteps, sayRan } from './program-steps.js';
import { sourceInWords } from './project-source.js';
import { defineRemedy, type Doing, type Done, type Place, type Planned, type Settled } from './remedy.js';
import { label, title } from './words.js';

const UP = ['up', '-d', '--no-deps'];

const params = z.strictObject({ type: z.literal('compose_up') });

/** Makes the container of a service that has none. */
export const composeUp = defineRemedy({
  type: 'compose_up',
  says: "Makes the service's missing container with Compose, in the project folder that config.yml names, and starts it.",
  params,
  action: composeTarget,
  plan: (_params, place, signal) => planComposeUp(place, signal),
  act: actComposeUp,
  settle: (_action, before, place, _mark, signal) => settleComposeUp(before, place, signal),
});

/** Plans to make a missing container; its action is a `ComposeTarget`. Throws `CannotLook`. */
export async function planComposeUp(place: Place, signal: AbortSignal): Promise<Planned> {
  const { service } = place;
  const found = await findComposeService(place, signal);
  if (typeof found === 'string') return { impossible: found };
  if (found.container !== null)
    return { impossible: `${service.name} has a container, ${found.container.name}; it need only be started` };
  const { target } = found;
  return {
    title: title(`make and start ${service.name}`),
    label: label(`Make and start ${service.name}`, `Make ${service.name}`),
    does: text(
      `service ${target.service} of `,
      { code: target.folder },
      `${sourceInWords(target.source)}, on host ${service.host}, with Compose`,
    ),
    like: typed(target, UP),
    undo: null,
    afterwards: null,
    holds: found.holds,
    action: target,
    before: await lifeOf(null),
    longest: UP_LIMIT + 15_000,
  };
}

/** Does what `planComposeUp` planned. */
export async function actComposeUp(target: ComposeTarget, doing: Doing, signal: AbortSignal): Promise<Done> {
  const steps = [upStep(target, doing, signal)];
  const ran = await runSteps(steps, doing);
  return { result: ran.stopped === null ? 'done' : 'failed', says: sayRan(steps, ran), texts: ran.texts };
}

/** Whether the container was made. */
export async function settleComposeUp(before: Json, place: Place, signal: AbortSignal): Promise<Settled> {
  return settleByContainer(before, place, signal);
}
