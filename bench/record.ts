import { expectedHealthy } from '../demo/expected.js';
import { waitFor } from '../demo/wait.js';
import type { Workspace } from '../playground/workspace.js';
import type { Store } from '../src/engine/store.js';
import { openStore } from '../src/store/open.js';
import { diagnoseTimes } from './diagnosis.js';
import type { Ground } from './ground.js';
import { addNotes, appendTimes } from './notes.js';
import { median, quantile, sayMany, sayMs, sayTimes } from './measure.js';
import { atMost, type Findings, type Measurement, type Row } from './measurement.js';
import { makePast } from './past.js';
import { firstAt, recordedEvents } from './recorded.js';
import { withScene, type Scene } from './scene.js';

const CHANNEL = '#inc-api';
const PERSON = 'ada';
const NOTES = 5_000;
const PAST = 100_000;
const TIMES = 20;
const APPENDS = 200;
const STEP_MS = 30_000;

/** What people ask of the record when it has become long. */
export const record: Measurement = {
  name: 'record',
  title: `The record: an incident of ${NOTES} notes, and ${PAST} past incidents, on PostgreSQL`,
  run: (ground: Ground) =>
    withScene(ground, { store: 'PostgreSQL' }, async (scene) => {
      const store = await openStore({ databaseUrl: scene.databaseUrl ?? '', dataDir: '' });
      try {
        return await measure(scene, store);
      } finally {
        await store.close();
      }
    }),
};

async function measure({ workspace, databaseUrl }: Scene, store: Store): Promise<Findings> {
  const opened = await diagnoseTimes(workspace, 2, expectedHealthy);
  const [incident = '', other = ''] = opened.map((one) => one.incident);
  const idle = await asked(workspace, 'help');
  const short = await asked(workspace, `timeline ${incident}`);
  await rested(store, incident);
  await addNotes(store, incident, NOTES);
  const long = await asked(workspace, `timeline ${incident}`);
  const written = await documentTime(workspace, store, databaseUrl ?? '', incident);
  await rested(store, other);
  const before = { list: await asked(workspace, 'list'), append: await appendTimes(store, other, APPENDS) };
  await makePast(databaseUrl ?? '', PAST, workspace.channel(CHANNEL).id);
  const list = await asked(workspace, 'list');
  const stats = { usual: await asked(workspace, 'stats'), all: await asked(workspace, 'stats 3660d') };
  const append = await appendTimes(store, other, APPENDS);
  const against = (times: readonly number[], what: string, than: readonly number[]): string =>
    `${what} ${sayMs(median(than))}: ${sayTimes(median(times), median(than))}`;
  const row = (what: string, times: readonly number[], most: number, than: string): Row => ({
    ...{ what, measured: sayMany(times), against: than },
    target: atMost(median(times), most, 'ms median'),
  });
  return {
    rows: [
      row(`first page of the timeline, of ${NOTES} notes`, long, 200, against(long, 'without the notes', short)),
      {
        what: 'summary, document and pictures, from the end to what is recorded',
        measured: sayMs(written),
        target: atMost(written, 2_000, 'ms'),
      },
      row(`list, beside ${PAST} past incidents`, list, 500, against(list, 'without them', before.list)),
      row('stats of the newest 90 days of them', stats.usual, 500, against(stats.usual, 'help', idle)),
      row('stats of all of them', stats.all, 500, against(stats.all, 'help', idle)),
      {
        what: 'an append beside them',
        measured: `p95 ${sayMs(quantile(append, 0.95))} (${sayMany(append)})`,
        against: against(append, 'without them', before.append),
        target: { says: '≤ × 1.5', met: median(append) <= 1.5 * median(before.append) },
      },
    ],
    notes: [
      'From the command to what the reader sees in Slack, on the real bot; appends on a connection of their own. The notes and the past incidents are put into the database directly.',
    ],
  };
}

/** How long the answers to a command take, in ms, one after the other. */
async function asked(workspace: Workspace, words: string): Promise<number[]> {
  const times: number[] = [];
  while (times.length < TIMES) {
    const before = workspace.ephemerals(PERSON).length;
    const from = performance.now();
    const { acknowledged } = await workspace.person(PERSON).command(CHANNEL, `/incident ${words}`);
    if (!acknowledged) throw new Error(`/incident ${words} was not acknowledged.`);
    await workspace.waitFor(() => workspace.ephemerals(PERSON)[before], { timeout: STEP_MS, what: words });
    times.push(performance.now() - from);
  }
  return times;
}

/** Waits until the bot has let go of the incident: nobody else may write meanwhile. */
async function rested(store: Store, incident: string): Promise<void> {
  await waitFor('the bot to rest', STEP_MS, async () => {
    const epoch = await store.lease(incident, 'bench', 1_000);
    if (epoch !== null) await store.release(incident, 'bench');
    return epoch === null ? undefined : true;
  });
}

/** Opens the incident again, resolves it, and waits for what is written of it; ms from the end to the report. */
async function documentTime(workspace: Workspace, store: Store, url: string, incident: string): Promise<number> {
  const person = workspace.person(PERSON);
  await person.command(CHANNEL, `/incident reopen ${incident} measured`);
  const isOpen = async (): Promise<true | undefined> =>
    (await store.find(incident))?.open === true ? true : undefined;
  await waitFor('it to be open again', STEP_MS, isOpen);
  await person.command(CHANNEL, `/incident resolve ${incident} restarted it`);
  const modal = await workspace.waitFor(() => workspace.modals(PERSON)[0], { timeout: STEP_MS, what: 'the questions' });
  await person.submit(modal);
  const written = async (): Promise<number | undefined> => {
    const events = await recordedEvents(url);
    const took = firstAt(events, incident, 'report.written') - lastAt(events, incident, 'incident.closed');
    return Number.isNaN(took) ? undefined : took;
  };
  return waitFor('the report', STEP_MS, written);
}

function lastAt(events: Awaited<ReturnType<typeof recordedEvents>>, incident: string, type: string): number {
  return firstAt(events.toReversed(), incident, type);
}
