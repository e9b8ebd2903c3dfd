import { z } from 'zod';
import { CannotLook, defineCheck } from './check.js';
import { healthcheckSpecs, readHealthcheck } from './healthcheck-facts.js';
import { lookAtContainer } from './look-at-container.js';

const params = z.strictObject({ type: z.literal('healthcheck') });

/** What the service's healthcheck asks, and what the answers were. */
export const healthcheck = defineCheck({
  type: 'healthcheck',
  vantage: 'Docker',
  says: "How the container's healthcheck is defined, and its newest probes one by one.",
  params,
  facts: () => healthcheckSpecs,
  run: async (_params, world, signal) => {
    const seen = await lookAtContainer(world, signal, async (state) => ({
      state,
      details: await world.containers.details(world.service, state, signal),
    }));
    if (seen === null) throw new CannotLook('there is no container');
    const { healthcheck: defined } = seen.details;
    return readHealthcheck(seen.state, defined, (foreign) => world.clean(foreign));
  },
});
