import { expectedHeaders } from '../demo/expected.js';
import { stopped } from '../demo/faults/stopped.js';
import { askByHand, nineCommands, type ByHand } from './by-hand.js';
import { diagnoseTimes, type Timing } from './diagnosis.js';
import type { Ground } from './ground.js';
import { median, sayMany, sayMs, sayTimes } from './measure.js';
import { atMost, type Findings, type Measurement, type Row } from './measurement.js';
import { firstAt, recordedEvents } from './recorded.js';
import { withScene, type StoreKind } from './scene.js';

const TIMES = 20;
const BY_HAND_TIMES = 2;

/** From the command to what the channel shows, with the API's container stopped. */
export const verdict: Measurement = {
  name: 'verdict',
  title: 'Stopped container: from the command to the verdict in the channel',
  run: async (ground) => {
    await stopped.make(ground.stack);
    try {
      return await measure(ground);
    } finally {
      await stopped.heal(ground.stack);
    }
  },
};

async function measure(ground: Ground): Promise<Findings> {
  const before = await byHand(ground);
  const pglite = await timed(ground, 'PGlite');
  const postgres = await timed(ground, 'PostgreSQL');
  const hand = [...before, ...(await byHand(ground))];
  const missing = [...new Set(hand.flatMap((one) => one.missing))];
  return {
    rows: [...rowsOf('PGlite', pglite.timings, hand), ...rowsOf('PostgreSQL', postgres.timings, hand)],
    notes: [
      `By hand: ${nineCommands}, one after another, without the time to type and read.`,
      ...(missing.length === 0 ? [] : [`Not on this machine, so their time is missing: ${missing.join(', ')}.`]),
      ...firstOnes(pglite.timings, postgres.timings),
      ...postgres.notes,
    ],
  };
}

async function byHand(ground: Ground): Promise<ByHand[]> {
  const asked: ByHand[] = [];
  while (asked.length < BY_HAND_TIMES) asked.push(await askByHand(ground.stack));
  return asked;
}

async function timed(ground: Ground, store: StoreKind): Promise<{ timings: Timing[]; notes: string[] }> {
  return withScene(ground, { store }, async ({ workspace, databaseUrl }) => {
    const timings = await diagnoseTimes(workspace, TIMES, expectedHeaders['stopped'] ?? '');
    return { timings, notes: databaseUrl === null ? [] : [await whereItGoes(databaseUrl, timings)] };
  });
}

function rowsOf(store: StoreKind, timings: readonly Timing[], hand: readonly ByHand[]): Row[] {
  const verdicts = timings.map((one) => one.verdict);
  const firsts = timings.map((one) => one.firstMessage);
  const nine = median(hand.map(({ ms }) => ms));
  return [
    {
      what: `verdict shown, ${store}`,
      measured: sayMany(verdicts),
      against: `nine commands by hand ${sayMs(nine)}: ${sayTimes(nine, median(verdicts))}`,
      target: atMost(median(verdicts), 500, 'ms median'),
    },
    {
      what: `first message, ${store}`,
      measured: sayMany(firsts),
      against: `nine commands by hand ${sayMs(nine)}: ${sayTimes(nine, median(firsts))}`,
      target: atMost(median(firsts), 300, 'ms median'),
    },
  ];
}

function firstOnes(...many: readonly (readonly Timing[])[]): string[] {
  const words = many.map(([first]) => `${sayMs(first?.firstMessage ?? NaN)} and ${sayMs(first?.verdict ?? NaN)}`);
  return [`The very first incident after a start (first message and verdict): ${words.join('; ')}.`];
}

/** Medians of the moments along the way, from the events the bot recorded. */
async function whereItGoes(databaseUrl: string, timings: readonly Timing[]): Promise<string> {
  const events = await recordedEvents(databaseUrl);
  const moment = (type: string): string =>
    sayMs(median(timings.map(({ incident, sentAt }) => firstAt(events, incident, type) - sentAt)));
  const seen = (key: 'acknowledged' | 'firstMessage' | 'verdict'): string =>
    sayMs(median(timings.map((one) => one[key])));
  return (
    `Medians since the command on PostgreSQL: opened ${moment('incident.opened')}, acknowledged ${seen('acknowledged')}, ` +
    `first message in the channel ${seen('firstMessage')}, recorded ${moment('message.posted')}, first answer of a check ` +
    `${moment('check.answered')}, verdict decided ${moment('verdict.reached')}, shown ${seen('verdict')}, all answered ${moment('run.completed')}.`
  );
}
