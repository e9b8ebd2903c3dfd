import { afterEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import { TokenWatch } from '../../src/slack/token-watch.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { clientOf } from './client.js';

const bench = new Bench();
const watches: TokenWatch[] = [];
afterEach(async () => {
  for (const watch of watches.splice(0)) watch.stop();
  await bench.clear();
});

async function watched(): Promise<{ workspace: Workspace; watch: TokenWatch; logged: string[] }> {
  const workspace = await bench.workspace();
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const client = clientOf(workspace);
  const watch = new TokenWatch({ ask: () => client.auth.test(), log, everyMs: 10 });
  watches.push(watch);
  return { workspace, watch, logged };
}

test('a bot token that is revoked is said once, and so is its return', async () => {
  const { workspace, watch, logged } = await watched();
  const asked = () => workspace.calls('auth.test').length;
  await until(() => asked() >= 2, 'two questions');
  expect(watch.health()).toBeNull();
  workspace.revoke('bot');
  await until(() => watch.health() !== null, 'the trouble');
  expect(watch.health()).toMatch(/^Slack does not accept SLACK_BOT_TOKEN \(token_revoked\): .* Install the app again/);
  const before = asked();
  await until(() => asked() >= before + 3, 'more questions');
  expect(logged.filter((line) => line.includes('token_revoked'))).toHaveLength(1);
  workspace.restore('bot');
  await until(() => watch.health() === null, 'the end of the trouble');
  expect(logged.at(-1)).toContain('Slack accepts SLACK_BOT_TOKEN again');
});

test('Slack out of order says nothing about the token, whether it was good or bad', async () => {
  const { workspace, watch } = await watched();
  const spoiled = async (): Promise<void> => {
    workspace.faults.add({ method: 'auth.test', kind: 'http_500', times: 3 });
    await until(() => workspace.faults.left() === 0, 'three failures');
  };
  await spoiled();
  expect(watch.health()).toBeNull();
  workspace.revoke('bot');
  await until(() => watch.health() !== null, 'the trouble');
  await spoiled();
  expect(watch.health()).not.toBeNull();
});
