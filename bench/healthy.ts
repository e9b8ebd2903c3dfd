import { expectedHealthy } from '../demo/expected.js';
import { askInTurn, seedCommands } from './by-hand.js';
import { diagnoseTimes } from './diagnosis.js';
import { median, quantile, sayMany, sayMs, sayTimes } from './measure.js';
import { atLeast, type Measurement } from './measurement.js';
import { firstAt, recordedEvents, tookByCheck } from './recorded.js';
import { withScene } from './scene.js';

const TIMES = 10;
const RUNBOOK = 'api-not-responding';

/** The complete diagnosis of a stack that nothing ails, beside a person who asks the same with the tools the team's page names. */
export const healthy: Measurement = {
  name: 'healthy',
  title: `Healthy stack: the whole diagnosis of ${RUNBOOK}`,
  run: async (ground) => {
    const compose = seedCommands(ground.stack, 'compose');
    const byCompose = await askInTurn(compose);
    const byDocker = await askInTurn(seedCommands(ground.stack, 'docker'));
    return withScene(ground, { store: 'PostgreSQL' }, async ({ workspace, databaseUrl }) => {
      const timings = await diagnoseTimes(workspace, TIMES, expectedHealthy, RUNBOOK);
      const events = await recordedEvents(databaseUrl ?? '');
      const verdict = timings.map((one) => one.verdict);
      const whole = timings.map(({ incident, sentAt }) => firstAt(events, incident, 'run.completed') - sentAt);
      const count = compose.length;
      const against = (what: string, hand: number): string =>
        `${count} ${what}: ${sayMs(hand)}, ${sayTimes(hand, median(whole))}`;
      const missing = [...new Set([...byCompose.missing, ...byDocker.missing])];
      return {
        rows: [
          {
            what: 'every check answered',
            measured: sayMany(whole),
            against: against('commands as written', byCompose.ms),
            target: atLeast(byCompose.ms / median(whole), 20, 'times as fast'),
          },
          {
            what: 'every check answered',
            measured: sayMany(whole),
            against: against('with plain docker', byDocker.ms),
            target: atLeast(byDocker.ms / median(whole), 8, 'times as fast'),
          },
          { what: 'verdict shown', measured: sayMany(verdict) },
          ...[...tookByCheck(events)].map(([check, took]) => ({
            what: `check ${check}`,
            measured: `${sayMany(took)}, worst ${sayMs(quantile(took, 1))}`,
          })),
        ],
        notes: [
          'By hand: the diagnostic commands of API_NOT_RESPONDING.md, steps 1 to 5, one after another, without the time to type and read. ' +
            'The health check asks twice, 100 ms apart. Checks run side by side; each takes its time from being asked.',
          ...(missing.length === 0 ? [] : [`Not on this machine, so their time is missing: ${missing.join(', ')}.`]),
        ],
      };
    });
  },
};
