import { startBareBolt } from './bare-process.js';
import { apply, commandFields, type LoadResult } from './load.js';
import { median, percent, quantile, sayMs } from './measure.js';
import { atLeast, type Findings, type Measurement, type Row } from './measurement.js';
import { processorMs } from './proc.js';
import { withScene, type Scene, type StoreKind } from './scene.js';

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
        'The bot answers help with what is open in the channel; the bare app sends an empty acknowledgement.',
    ];
    return { rows: findings.flatMap(({ rows }) => rows), notes };
  },
};

async function compare({ workspace, bot }: Scene, store: StoreKind): Promise<Findings> {
  const bare = await startBareBolt(workspace);
  const loaded = async (server: Server, seconds: number): Promise<Round> => {
    const { secret, fields } = {
      secret: workspace.identity.signingSecret,
      fields: commandFields(workspace, '#inc-api'),
    };
    const before = await processorMs(server.pid);
    const pace = { connections: CONNECTIONS };
    const result = await apply({ port: server.port, secret, fields, texts: ['help'], seconds, pace });
    return roundOf(result, (await processorMs(server.pid)) - before);
  };
  try {
    for (const server of [bare, bot]) await loaded(server, WARM_UP_SECONDS);
    const rounds: { bare: Round; bot: Round }[] = [];
    while (rounds.length < ROUNDS) rounds.push({ bare: await loaded(bare, SECONDS), bot: await loaded(bot, SECONDS) });
    return { rows: rowsOf(store, rounds), notes: [] };
  } finally {
    await bare.stop();
  }
}

function roundOf({ latencies, failures, seconds }: LoadResult, usedMs: number): Round {
  if (failures > 0) throw new Error(`${failures} of ${latencies.length} commands were not acknowledged.`);
  return {
    perSecond: latencies.length / seconds,
    microseconds: (usedMs * 1_000) / latencies.length,
    p99: quantile(latencies, 0.99),
  };
}

function rowsOf(store: StoreKind, rounds: readonly { readonly bare: Round; readonly bot: Round }[]): Row[] {
  const middle = (who: 'bare' | 'bot', key: keyof Round): number => median(rounds.map((round) => round[who][key]));
  const shares = rounds.map(({ bare, bot }) => (100 * bot.perSecond) / bare.perSecond);
  const [bot, bare] = [middle('bot', 'perSecond'), middle('bare', 'perSecond')];
  return [
    {
      what: `acknowledgements a second, ${store}`,
      measured: `${bot.toFixed(0)} (p99 ${sayMs(middle('bot', 'p99'))})`,
      against: `bare Bolt ${bare.toFixed(0)} (p99 ${sayMs(middle('bare', 'p99'))}): ${percent(median(shares), 100)}`,
      target: atLeast(median(shares), 60, '% of bare Bolt'),
    },
    {
      what: `processor time an acknowledgement, ${store}`,
      measured: `${middle('bot', 'microseconds').toFixed(0)} µs`,
      against: `bare Bolt ${middle('bare', 'microseconds').toFixed(0)} µs`,
    },
  ];
}
