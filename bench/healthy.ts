import { expectedHealthy } from '../demo/expected.js';
import { askByHand } from './by-hand.js';
import { diagnoseTimes } from './diagnosis.js';
import { median, quantile, sayMany, sayMs, sayTimes } from './measure.js';
import type { Measurement } from './measurement.js';
import { firstAt, recordedEvents, tookByCheck } from './recorded.js';
import { withScene } from './scene.js';

const TIMES = 10;

/** The diagnosis of a stack that nothing ails, which asks everything to the end. */
export const healthy: Measurement = {
  name: 'healthy',
  title: 'Healthy stack: a whole diagnosis',
  run: async (ground) => {
    const hand = await askByHand(ground.stack);
    return withScene(ground, { store: 'PostgreSQL' }, async ({ workspace, databaseUrl }) => {
      const timings = await diagnoseTimes(workspace, TIMES, expectedHealthy);
      const events = await recordedEvents(databaseUrl ?? '');
      const verdicts = timings.map((one) => one.verdict);
      const whole = timings.map(({ incident, sentAt }) => firstAt(events, incident, 'run.completed') - sentAt);
      const against = (ms: number): string => `nine commands by hand ${sayMs(hand.ms)}: ${sayTimes(hand.ms, ms)}`;
      return {
        rows: [
          { what: 'verdict shown', measured: sayMany(verdicts), against: against(median(verdicts)) },
          { what: 'every check answered', measured: sayMany(whole), against: against(median(whole)) },
          ...[...tookByCheck(events)].map(([check, took]) => ({
            what: `check ${check}`,
            measured: `${sayMany(took)}, worst ${sayMs(quantile(took, 1))}`,
          })),
        ],
        notes: [
          'The health check asks twice, 200 ms apart. Checks run side by side; each takes its time from being asked.',
        ],
      };
    });
  },
};
