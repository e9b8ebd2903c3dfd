import type { Workspace } from '../playground/workspace.js';
import { startBareBolt } from './bare-process.js';
import { apply, commandFields } from './load.js';
import { median, quantile, sayMs } from './measure.js';
import { atLeast, type Findings, type Measurement, type Row } from './measurement.js';
import { processorMs } from './proc.js';
import { withScene, type Scene, type StoreKind } from './scene.js';

const CHANNEL = '#inc-api';
const CONNECTIONS = 10;
const ROUNDS = 3;
const SECONDS = 3;
const WARM_UP_SECONDS = 3;

interface Server {
  readonly pid: number;
  readonly port: number;
}

/** What one round of load made of a server. */
interface Round {
  readonly perSecond: number;
  /** Processor time per acknowledgement, in µs: what a slow client cannot hide. */
  readonly microseconds: number;
  readonly p99: number;
}

/** How many `/incident help` a second are acknowledged, as a share of what a bare Bolt app does. */
export const throughput: Measurement = {
  name: 'throughput',
  title: 'Acknowledgements of /incident help, as many as it takes, beside a bare Bolt app that only acknowledges',
  run: async (ground) => {
    const findings: Findings[] = [];
    for (const store of ['PostgreSQL', 'PGlite'] as const)
      findings.push(await withScene(ground, { store }, (scene) => compare(scene, store)));
    const notes = [
      `${CONNECTIONS} connections without pause, ${ROUNDS} rounds of ${SECONDS} s each in turn after ${WARM_UP_SECONDS} s of warming up. ` +
        'The bot answers help with what is open in the channel; the bare app sends an empty acknowledgement, or the same answer ready-made.',
    ];
    return { rows: findings.flatMap(({ rows }) => rows), notes };
  },
};

async function compare(scene: Scene, store: StoreKind): Promise<Findings> {
  const { workspace, bot } = scene;
  const { body } = await workspace.person('ada').command(CHANNEL, '/incident help');
  const bare = await startBareBolt(workspace);
  const talking = await startBareBolt(workspace, body);
  try {
    const servers = { bot, bare, talking };
    const rounds: Record<keyof typeof servers, Round>[] = [];
    for (const server of Object.values(servers)) await loaded(workspace, server, WARM_UP_SECONDS);
    while (rounds.length < ROUNDS) {
      rounds.push({
        bare: await loaded(workspace, bare, SECONDS),
        bot: await loaded(workspace, bot, SECONDS),
        talking: await loaded(workspace, talking, SECONDS),
      });
    }
    return { rows: rowsOf(store, rounds), notes: [] };
  } finally {
    await Promise.all([bare.stop(), talking.stop()]);
  }
}

async function loaded(workspace: Workspace, { pid, port }: Server, seconds: number): Promise<Round> {
  const [secret, fields] = [workspace.identity.signingSecret, commandFields(workspace, CHANNEL)];
  const before = await processorMs(pid);
  const pace = { connections: CONNECTIONS };
  const { latencies, failures, seconds: took } = await apply({ port, secret, fields, texts: ['help'], seconds, pace });
  if (failures > 0) throw new Error(`${failures} of ${latencies.length} commands were not acknowledged.`);
  return {
    perSecond: latencies.length / took,
    microseconds: (((await processorMs(pid)) - before) * 1_000) / latencies.length,
    p99: quantile(latencies, 0.99),
  };
}

type Rounds = readonly Readonly<Record<'bot' | 'bare' | 'talking', Round>>[];

function rowsOf(store: StoreKind, rounds: Rounds): Row[] {
  const middle = (who: keyof Rounds[number], key: keyof Round): number =>
    median(rounds.map((round) => round[who][key]));
  const shareOf = (who: keyof Rounds[number]): number =>
    median(rounds.map((round) => (100 * round.bot.perSecond) / round[who].perSecond));
  const rate = (who: keyof Rounds[number]): string =>
    `${middle(who, 'perSecond').toFixed(0)} (p99 ${sayMs(middle(who, 'p99'))})`;
  const microseconds = (who: keyof Rounds[number]): string => `${middle(who, 'microseconds').toFixed(0)} µs`;
  const what = `acknowledgements a second, ${store}`;
  return [
    {
      what,
      measured: rate('bot'),
      against: `bare Bolt ${rate('bare')}: ${shareOf('bare').toFixed(0)} %`,
      target: atLeast(shareOf('bare'), 60, '% of bare Bolt'),
    },
    {
      what,
      measured: rate('bot'),
      against: `bare Bolt with the same words ${rate('talking')}: ${shareOf('talking').toFixed(0)} %`,
    },
    {
      what: `processor time an acknowledgement, ${store}`,
      measured: microseconds('bot'),
      against: `bare Bolt ${microseconds('bare')}, with the same words ${microseconds('talking')}`,
    },
  ];
}
