import { z } from 'zod';
import { CannotLook, defineCheck } from './check.js';
import { lookAtContainer } from './look-at-container.js';
import { readStats, statsSpecs } from './stats-facts.js';

const params = z.strictObject({ type: z.literal('stats') });

/** What the service's container uses, or used last. */
export const stats = defineCheck({
  type: 'stats',
  vantage: 'Docker',
  says: "Memory and processor use of the service's container, the last known ones where it is down.",
  params,
  facts: () => statsSpecs,
  run: async (_params, world, signal) => {
    const seen = await lookAtContainer(world, signal, async (container) => ({
      container,
      samples: await world.containers.stats(world.service, container, signal),
    }));
    if (seen === null) throw new CannotLook('there is no container');
    return readStats(seen.container, seen.samples, world.now());
  },
});
