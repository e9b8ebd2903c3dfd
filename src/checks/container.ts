import { z } from 'zod';
import type { QuotedLine } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { defineCheck, type Observation, type World } from './check.js';
import { containerFacts, containerSpecs } from './container-facts.js';
import { missingFacts, removedAt } from './container-missing.js';
import { sayContainer } from './container-says.js';
import type { ContainerState } from './containers.js';
import { toldOf } from './history.js';
import { probesOfRun } from './probes.js';

const HOUR = 3_600_000;
const LONGEST_PROBE = 300;

const params = z.strictObject({
  type: z.literal('container'),
  window: durationBetween(1_000, 24 * HOUR, 'between 1s and 24h')
    .default(600_000)
    .describe('How far back exits_recent and ooms_recent count.'),
});

/** What the service's container is, how it ended, and what its healthcheck says. */
export const container = defineCheck({
  type: 'container',
  vantage: 'Docker',
  says: "The state of the service's container, how its last run ended, and its healthcheck.",
  params,
  facts: () => containerSpecs,
  run: async ({ window }, world, signal): Promise<Observation> => {
    const found = await world.containers.find(world.service, signal);
    // Asked after the state: whatever the state shows is then among the events.
    const told = await toldOf(world, signal);
    if (found === null) {
      const facts = missingFacts(told, world.now(), window);
      return { facts, says: sayContainer(facts, removedAt(told)) };
    }
    const state = cleaned(found, world);
    const facts = containerFacts({ state, told, now: world.now(), window });
    return { facts, says: sayContainer(facts, null), quotes: failedProbes(state) };
  },
});

function cleaned(state: ContainerState, world: World): ContainerState {
  return {
    ...state,
    name: world.clean(state.name),
    image: world.clean(state.image),
    error: world.clean(state.error),
    healthLog: state.healthLog.map((probe) => ({ ...probe, output: world.clean(probe.output).trim() })),
  };
}

function failedProbes(state: ContainerState): QuotedLine[] {
  if (state.status !== 'running') return [];
  return probesOfRun(state)
    .filter((probe) => probe.exitCode !== 0 && probe.output !== '')
    .slice(-2)
    .map((probe) => ({ at: probe.at === '' ? null : probe.at, text: cutText(probe.output, LONGEST_PROBE) }));
}
