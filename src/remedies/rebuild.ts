import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { composeTarget, findComposeService } from './compose.js';
import { buildStep, lifeOf, settleByContainer, typed, UP_LIMIT, upStep } from './compose-steps.js';
import { runSteps, sayRan } from './program-steps.js';
import { sourceInWords } from './project-source.js';
import { defineRemedy } from './remedy.js';
import { label, title } from './words.js';

const params = z.strictObject({
  type: z.literal('rebuild'),
  no_cache: z.boolean().default(true).describe('Every build step is done again.'),
  timeout: durationBetween(10_000, 3_600_000, 'between 10s and 1h')
    .default(600_000)
    .describe('For the build; then it is killed.'),
});

const action = z.strictObject({ target: composeTarget, noCache: z.boolean(), timeout: z.number() });

/** Builds the service's image anew, and its container from it. */
export const rebuild = defineRemedy({
  type: 'rebuild',
  says: "Builds the service's image anew with Compose, in the project folder that config.yml names, and makes its container anew.",
  params,
  action,
  plan: async ({ no_cache: noCache, timeout }, place, signal) => {
    const { service } = place;
    const found = await findComposeService(place, signal);
    if (typeof found === 'string') return { impossible: found };
    const { target, container } = found;
    if (!found.builds)
      return { impossible: `the Compose file in ${target.folder} does not say how ${service.name} is built` };
    const how = noCache ? 'without cache, ' : '';
    return {
      title: title(`rebuild ${service.name}`),
      label: label(`Rebuild ${service.name}`),
      does: text(
        `service ${target.service} of `,
        { code: target.folder },
        `${sourceInWords(target.source)}, on host ${service.host}, ${how}${formatDuration(timeout)} at most; then its container is made anew`,
      ),
      like: typed(target, ['build', ...(noCache ? ['--no-cache'] : [])], ['up', '-d', '--no-deps']),
      undo: null,
      afterwards: null,
      holds: found.holds,
      action: { target, noCache, timeout },
      before: await lifeOf(container),
      longest: timeout + UP_LIMIT + 30_000,
    };
  },
  act: async ({ target, noCache, timeout }, doing, signal) => {
    const steps = [buildStep(target, { noCache, timeout }, doing, signal), upStep(target, doing, signal)];
    const ran = await runSteps(steps, doing);
    return { result: ran.stopped === null ? 'done' : 'failed', says: sayRan(steps, ran), texts: ran.texts };
  },
  settle: (_action, before, place, _mark, signal) => settleByContainer(before, place, signal),
});
