import { afterEach, expect, test } from '@jest/globals';
import { App, LogLevel, type BlockButtonAction } from '@slack/bolt';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, buttons, section } from './helpers.js';

const bench = new Bench();
const apps: App[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await bench.clear();
});

async function boltApp(workspace: Workspace): Promise<App> {
  const { botToken: token, signingSecret } = workspace.identity;
  const clientOptions = { slackApiUrl: workspace.apiUrl };
  const app = new App({ token, signingSecret, clientOptions, logLevel: LogLevel.ERROR, deferInitialization: true });
  await app.init();
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  apps.push(app);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  workspace.connectApp(`http://127.0.0.1:${port}/slack/events`);
  return app;
}

test('a Bolt app over HTTP: command, acknowledgement, card, click, modal, submission, update', async () => {
  const workspace = await bench.workspace();
  const app = await boltApp(workspace);
  app.command('/incident', async ({ ack, client, command }) => {
    await ack(`looking at ${command.text}`);
    const blocks = [section('api down'), buttons('Deny')] as never[];
    await client.chat.postMessage({ channel: command.channel_id, text: 'api down', blocks });
  });
  app.action<BlockButtonAction>('deny', async ({ ack, client, body }) => {
    await ack();
    const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'why',
        private_metadata: `${body.channel?.id ?? ''} ${body.message?.ts ?? ''}`,
        title: plain('Deny'),
        submit: plain('Deny'),
        blocks: [
          {
            type: 'input',
            block_id: 'why',
            label: plain('Reason'),
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    });
  });
  app.view('why', async ({ ack, client, view, body }) => {
    await ack();
    const [channel = '', ts = ''] = view.private_metadata.split(' ');
    const reason = view.state.values['why']?.['text']?.value ?? '';
    await client.chat.update({ channel, ts, text: `Denied by <@${body.user.id}>: ${reason}` });
  });

  const result = await workspace.person('ada').command('#inc-api', '/incident api-down');
  expect(result).toMatchObject({ status: 200, acknowledged: true, response: { text: 'looking at api-down' } });
  const card = await workspace.waitFor(() => workspace.channel('#inc-api').messages()[0], { what: 'the card' });
  await workspace.person('sam').click(card, 'Deny');
  const modal = await workspace.waitFor(() => workspace.modals('sam')[0], { what: 'the modal' });
  await workspace.person('sam').submit(modal, { Reason: 'not now' });
  await workspace.waitFor(() => workspace.current(card).blocks.length === 0, { what: 'the decision' });
  expect(workspace.draw(workspace.current(card))).toBe('Denied by @Sam: not now');
  expect(workspace.current(card).versions.map((one) => one.text)[0]).toBe('api down');
});

test('a Bolt app sees through a forgery, and takes a request dated in the future', async () => {
  const workspace = await bench.workspace();
  const app = await boltApp(workspace);
  app.command('/incident', async ({ ack }) => ack());
  await workspace.person('ada').command('#inc-api', '/incident');
  const body = workspace.sent()[0]?.body ?? '';
  const now = Math.floor(Date.now() / 1000);
  expect((await workspace.send({ body, secret: 'guess' })).status).toBe(401);
  expect((await workspace.send({ body, timestamp: now - 400 })).status).toBe(401);
  expect((await workspace.send({ body, timestamp: now + 3600 })).status).toBe(200);
});

test("Slack's own client waits out a rate limit, and posts twice after an ambiguous failure", async () => {
  const workspace = await bench.workspace();
  const app = await boltApp(workspace);
  const channel = workspace.channel('#inc-api').id;
  workspace.faults.add({ method: 'chat.postMessage', kind: 'rate_limited' });
  await app.client.chat.postMessage({ channel, text: 'once' });
  expect(workspace.channel('#inc-api').messages()).toHaveLength(1);
  workspace.faults.add({ method: 'chat.postMessage', kind: 'reset', afterEffect: true });
  await app.client.chat.postMessage({ channel, text: 'twice' });
  expect(
    workspace
      .channel('#inc-api')
      .messages()
      .filter((one) => one.text === 'twice'),
  ).toHaveLength(2);
});
