import { editsFree } from './diagnosis.js';
import { apply, commandFields } from './load.js';
import { quantile, sayMany, sayMs } from './measure.js';
import { atMost, type Findings, type Measurement } from './measurement.js';
import { firstAt, recordedEvents } from './recorded.js';
import type { Scene } from './scene.js';
import { serviceNames, withServices } from './services.js';

const [ALONE = '', ...SERVICES] = serviceNames(51);
const PER_SECOND = 20;
const SECONDS = 8;

/** Fifty incidents at the same moment, as when a host or a network goes. */
export const fifty: Measurement = {
  name: 'fifty',
  title: 'Fifty diagnoses at once, on one process',
  run: (ground) => withServices(ground, [ALONE, ...SERVICES], measure),
};

async function measure({ workspace, bot, databaseUrl }: Scene): Promise<Findings> {
  const open = async (service: string): Promise<number> => {
    const sentAt = Date.now();
    await workspace.person('ada').command(`#${service}`, `/incident down-${service}`);
    return sentAt;
  };
  const shown = (service: string): Promise<number> =>
    workspace.waitFor(
      () => {
        const [card] = workspace.channel(`#${service}`).messages();
        const decided = card !== undefined && !JSON.stringify(card.blocks[0]).includes('diagnosing');
        return decided ? Date.now() : undefined;
      },
      // Where one verdict took two edits, the last one's edit is the next minute's.
      { timeout: 150_000, what: `the verdict of ${service}` },
    );
  // One before the fifty, to have every path warm and one diagnosis to compare with.
  const aloneSent = await open(ALONE);
  const alone = (await shown(ALONE)) - aloneSent;
  // The bot makes at most 50 edits a minute, of which every verdict needs one.
  await editsFree(workspace, 1);
  const fields = commandFields(workspace, `#${ALONE}`);
  const load = { port: bot.port, secret: workspace.identity.signingSecret, fields, seconds: SECONDS };
  const acks = apply({ ...load, texts: ['help', 'list', 'status'], pace: { perSecond: PER_SECOND } });
  const sent = await Promise.all(SERVICES.map(open));
  const verdicts = await Promise.all(SERVICES.map(async (service, at) => (await shown(service)) - (sent[at] ?? NaN)));
  const { latencies, failures } = await acks;
  if (failures > 0) throw new Error(`${failures} of ${latencies.length} commands were not acknowledged.`);
  const events = await recordedEvents(databaseUrl ?? '');
  const incidents = [...new Set(events.map(({ incident }) => incident))];
  const decided = incidents.map(
    (one) => firstAt(events, one, 'verdict.reached') - firstAt(events, one, 'incident.opened'),
  );
  return {
    rows: [
      {
        what: 'verdict shown',
        measured: sayMany(verdicts),
        against: `one alone: ${sayMs(alone)}`,
        target: atMost(quantile(verdicts, 0.95), 5_000, 'ms p95'),
      },
      { what: 'verdict decided, since it was opened', measured: sayMany(decided) },
      {
        what: `acknowledged meanwhile, at ${PER_SECOND} commands/s`,
        measured: `p99 ${sayMs(quantile(latencies, 0.99))} (${sayMany(latencies)})`,
        target: atMost(quantile(latencies, 0.99), 200, 'ms p99'),
      },
    ],
    notes: [
      'Fifty services by name, all of them the one healthy API of the demo stack, each with its own channel, incident and full set of checks, programs started inside the containers included; what several wait to ask of one address (health, PostgreSQL, Redis, …) is asked once. ' +
        "Bot, stack, database and the simulated Slack share this machine's processors. Slack allows about 50 edits a minute for all cards together: progress gives way to verdicts.",
    ],
  };
}
