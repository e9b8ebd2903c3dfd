import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dockerAt, dockerHost, type Docker } from '../../../demo/docker.js';
import { ensureImages, imageName } from '../../../demo/images.js';
import { freePorts } from '../../../demo/ports.js';
import { waitFor } from '../../../demo/wait.js';
import type { BotProcess } from '../../../demo/bot-process.js';
import { until } from '../../until.js';
import { startBare, type Bare } from './bare.js';
import { cancel, cardsIn, CHANNEL, headerOf, listen, repliesTo, enter, verdictOn, wordsOf } from './reading.js';
import { timeOf } from './took.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';
/** Slack waits three seconds. */
const IN_TIME_MS = 2_500;
const NOT_RECORDED = /^Not recorded, nothing started: the bot's database is silent\. Send it again in a minute/;

let docker: Docker;
let container: string;
let bare: Bare;
let bot: BotProcess;

beforeAll(async () => {
  docker = dockerAt(process.env['TEST_DOCKER_HOST'] ?? (await dockerHost()));
  const image = imageName('postgres', await ensureImages(docker, { say: () => undefined, install: false }));
  const [port = 0] = await freePorts(1);
  container = `flow-database-${process.pid}`;
  const options = ['--name', container, '--init', '-p', `127.0.0.1:${port}:5432`];
  await docker.run(['run', '-d', ...options, image, 'postgres']);
  await ready();
  bare = await startBare({ env: { DATABASE_URL: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres` } });
  bot = await bare.start();
});

afterAll(async () => {
  await docker.run(['rm', '-f', '-v', container]);
  await bare.stop();
});

async function ready(): Promise<void> {
  await waitFor('PostgreSQL', 120_000, async () => {
    const answer = await docker.run(['exec', container, 'pg_isready', '-q', '-h', '127.0.0.1']).catch(() => null);
    return answer === null ? undefined : true;
  });
}

interface Health {
  readonly status: number;
  readonly body: string;
}

async function health(): Promise<Health> {
  const answer = await fetch(`http://127.0.0.1:${bot.port}/healthz`);
  return { status: answer.status, body: await answer.text() };
}

async function healthyAgain(): Promise<void> {
  await until(async () => (await health()).status === 200, 'the bot to be ready');
}

/** How the database goes away, and how it returns. */
const outages = [
  {
    name: 'falls silent',
    leave: () => docker.run(['pause', container]),
    back: () => docker.run(['unpause', container]),
  },
  {
    name: 'is stopped',
    // Within the time that the check of a diagnosis waits for the gate.
    leave: () => docker.run(['stop', '-t', '1', container]),
    back: async () => {
      await docker.run(['start', container]);
      await ready();
    },
  },
];

describe.each(outages)('a PostgreSQL that $name', ({ leave, back }) => {
  test('is told to who types, at once, and everything goes on when it returns', async () => {
    const { workspace } = bare;
    await healthyAgain();
    expect((await health()).body).toBe('{"status":"ready"}');
    const cards = cardsIn(workspace).length;
    await leave();
    try {
      for (const line of [LINE, '/incident status', '/incident cancel INC-1 because']) {
        // A machine that stands still makes one of them late, a bot that waits for its database all three.
        const tooks: number[] = [];
        while (tooks.length < 3 && !tooks.some((ms) => ms < IN_TIME_MS)) {
          const told = listen(workspace, 'ada');
          const { acknowledged, tookMs, response } = await workspace.person('ada').command(CHANNEL, line);
          expect({ line, acknowledged }).toEqual({ line, acknowledged: true });
          expect(response === undefined ? '' : wordsOf(workspace, response)).toMatch(NOT_RECORDED);
          expect(await told()).toMatch(NOT_RECORDED);
          tooks.push(tookMs);
        }
        expect(Math.min(...tooks)).toBeLessThan(IN_TIME_MS);
      }
      expect(await health()).toEqual({
        status: 503,
        body: '{"status":"not ready","reason":"the database does not answer"}',
      });
      expect(cardsIn(workspace)).toHaveLength(cards);
    } finally {
      await back();
    }
    await healthyAgain();
    await enter(workspace, 'ada', CHANNEL, LINE);
    const { card } = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(headerOf(card)).toBe(WELL);
    await cancel(workspace, card);
    expect(cardsIn(workspace)).toHaveLength(cards + 1);
  });

  test('in the middle of a diagnosis delays its verdict, and loses nothing', async () => {
    const { workspace, gate } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const cards = cardsIn(workspace).length;
    gate.hold();
    await workspace.person('ada').command(CHANNEL, LINE);
    await workspace.waitFor(() => cardsIn(workspace)[cards], { what: 'the card' });
    await gate.asked();
    await leave();
    gate.release();
    try {
      await until(async () => (await health()).status === 503, 'the bot to say that it is not ready');
    } finally {
      await back();
    }
    const { card } = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(headerOf(card)).toBe(WELL);
    expect(repliesTo(workspace, card)).toHaveLength(1);
    expect(workspace.channel(CHANNEL).everPosted()).toHaveLength(posted + 2);
    await cancel(workspace, card);
  });
});

test('a bot whose database is silent stops all the same when it is asked to', async () => {
  await docker.run(['pause', container]);
  try {
    expect(await timeOf(async () => expect(await bot.stop()).toBe(0))).toBeLessThan(8_000);
  } finally {
    await docker.run(['unpause', container]);
  }
});
