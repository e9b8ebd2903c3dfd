import { afterEach, expect, test } from '@jest/globals';
import { slackOf } from '../../../demo/bot-process.js';
import { KeptBot } from '../../../demo/kept-bot.js';
import type { Workspace } from '../../../playground/workspace.js';
import { startWorkspace } from '../flows/flow.js';
import { runbookFolder, urlRunbook } from '../flows/runbooks.js';
import { until } from '../../until.js';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Kept {
  readonly workspace: Workspace;
  readonly bot: KeptBot;
  /** What it became, in order. */
  readonly states: readonly string[];
  readonly said: readonly string[];
}

async function keep(): Promise<Kept> {
  const workspace = await startWorkspace();
  stops.push(() => workspace.stop());
  const runbooks = await runbookFolder({ 'shop-down.yml': urlRunbook('shop-down', 'shop') });
  stops.push(() => runbooks.remove());
  const values = { health: 'http://127.0.0.1:1', host: '127.0.0.1', port: '1' };
  const states: string[] = [];
  const said: string[] = [];
  const bot: KeptBot = await KeptBot.start({
    bot: {
      slack: slackOf(workspace),
      config: { services: { shop: { container: { name: 'none-shop' }, values } } },
      env: { RUNBOOKS: runbooks.path, DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    },
    connect: ({ requestUrl }) => workspace.connectApp(requestUrl),
    changed: () => states.push(bot.state),
    say: (line) => said.push(line),
  });
  stops.push(() => bot.stop());
  return { workspace, bot, states, said };
}

test('a bot that is killed is gone, starts again with its data, and answers', async () => {
  const { workspace, bot, states, said } = await keep();
  const first = bot.current;
  expect(bot.state).toBe('running');
  await first.kill();
  // It may take a minute to start, and says why where it does not.
  await until(() => states.length === 3, 'the bot again', 90_000);
  expect(states).toEqual(['gone', 'starting', 'running']);
  expect(said).toEqual(['The bot has ended (killed).', 'The bot runs again, with all it knew.']);
  expect(bot.current.dataDir).toBe(first.dataDir);
  expect(bot.current.pid).not.toBe(first.pid);
  expect(await workspace.person('ada').command('#inc-api', '/incident help')).toMatchObject({ acknowledged: true });
});

test('a bot that is stopped is not started again, also where it was gone just then', async () => {
  const [running, killed] = [await keep(), await keep()];
  await running.bot.stop();
  expect(running.states).toEqual([]);
  await killed.bot.current.kill();
  await until(() => killed.states.includes('gone'), 'its end');
  await killed.bot.stop();
  expect(killed.states).toEqual(['gone']);
});
