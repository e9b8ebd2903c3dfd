import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { connect, signIn } from '../../src/slack/bolt.js';
import { until } from '../until.js';
import { clientOf } from './client.js';
import { Bench } from '../playground/helpers.js';
import { buttons, hears, openDoor, row, typed, type Door, type DoorOptions } from './doors.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

async function door(options: DoorOptions = {}): Promise<Door> {
  const made = await openDoor(await bench.workspace({ scopes: ['users:read'] }), options);
  doors.push(made);
  return made;
}

describe('a pressed button', () => {
  test('becomes the wish it stands for, of who presses it', async () => {
    const { workspace, wishes, rows } = await door();
    rows.push(row({ channel: workspace.channel('#inc-api').id }));
    await workspace.person('sam').click(await buttons(workspace, {}), 'Press');
    await workspace.person('ada').click(await buttons(workspace, { action: 'close_false_alarm' }), 'Press');
    expect(wishes).toMatchObject([
      { incident: 'INC-7', command: { command: { do: 'diagnose', by: `slack:${workspace.person('sam').id}` } } },
      { incident: 'INC-7', command: { command: { do: 'close', how: 'false_alarm' } } },
    ]);
  });

  test.each(['diagnose', 'close_false_alarm'] as const)(
    '(%s) for an incident of another channel, or for none, changes nothing and says so',
    async (action) => {
      const { workspace, wishes, rows } = await door();
      rows.push(row({ channel: workspace.channel('#private-ops').id }));
      for (const [index, value] of ['INC-7', 'INC-999', ''].entries()) {
        const { acknowledged } = await workspace
          .person('ada')
          .click(await buttons(workspace, { action, value }), 'Press');
        expect(acknowledged).toBe(true);
        await hears(workspace, /no incident of this channel|There is no INC-|Nothing is open here/, 'ada', index + 1);
      }
      expect(wishes).toEqual([]);
    },
  );

  test('that runs a runbook runs it; one that shows them shows them', async () => {
    const { workspace, wishes } = await door();
    await workspace
      .person('ada')
      .click(await buttons(workspace, { action: 'run_runbook', value: 'api-down' }), 'Press');
    expect(wishes).toMatchObject([{ command: { command: { do: 'open' }, runbook: 'api-down' } }]);
    await workspace.person('ada').click(await buttons(workspace, { action: 'show_runbooks', value: 'x' }), 'Press');
    await hears(workspace, /api-down API Down/);
  });

  test('of another version of the bot says so', async () => {
    const { workspace, wishes } = await door();
    const channel = workspace.channel('#inc-api');
    const element = {
      type: 'button',
      action_id: 'approve:0',
      value: 'x',
      text: { type: 'plain_text', text: 'Old' },
    } as const;
    await clientOf(workspace).chat.postMessage({
      channel: channel.id,
      text: 'old',
      blocks: [{ type: 'actions', elements: [element] }],
    });
    const card = channel.messages()[0];
    if (card === undefined) throw new Error('not posted');
    expect(await workspace.person('ada').click(card, 'Old')).toMatchObject({ acknowledged: true });
    await hears(workspace, /another version of the bot/);
    expect(wishes).toEqual([]);
  });

  test('by somebody of another organisation does nothing', async () => {
    const { workspace, wishes, rows } = await door({ shared: (made) => [made.channel('#partners').id] });
    rows.push(row({ channel: workspace.channel('#partners').id }));
    await workspace.person('mallory').click(await buttons(workspace, {}, '#partners'), 'Press');
    await hears(workspace, /Only members of the workspace/, 'mallory');
    expect(wishes).toEqual([]);
  });

  test('is acknowledged though the answer cannot be given', async () => {
    const { workspace, logged } = await door();
    workspace.faults.add({ method: 'chat.postEphemeral', kind: 'http_500' });
    const { acknowledged } = await workspace.person('ada').click(await buttons(workspace, {}), 'Press');
    expect(acknowledged).toBe(true);
    await until(() => logged.join('').includes('a request of Slack failed'), 'the log to say so');
  });
});

describe('a request', () => {
  test('is taken once, and only while it is fresh', async () => {
    const { workspace, wishes } = await door();
    await typed(workspace, '/incident api-down');
    const sent = workspace.sent()[0];
    if (sent === undefined) throw new Error('nothing sent');
    const now = Math.floor(Date.now() / 1_000);
    const again = async (over: object): Promise<number | undefined> =>
      (await workspace.send({ body: sent.body, ...over })).status;
    expect(await again({ timestamp: sent.timestamp })).toBe(401);
    expect(await again({ timestamp: now - 400 })).toBe(401);
    expect(await again({ timestamp: now + 120 })).toBe(401);
    expect(await again({ timestamp: now - 10, secret: 'guess' })).toBe(401);
    expect(wishes).toHaveLength(1);
  });
});

describe('signing in', () => {
  test('names the bot and its workspace', async () => {
    const workspace = await bench.workspace();
    const { botToken, signingSecret, teamId } = workspace.identity;
    const settings = { botToken, signingSecret, appToken: null, apiUrl: workspace.apiUrl };
    expect(await signIn(connect(settings, pino({ level: 'silent' })))).toEqual({
      ...{ team: teamId, botName: '@runbook', userId: workspace.identity.botUserId },
    });
  });

  test('with a wrong token says what to mend', async () => {
    const workspace = await bench.workspace();
    const settings = { botToken: 'xoxb-wrong', signingSecret: 's', appToken: null, apiUrl: workspace.apiUrl };
    await expect(signIn(connect(settings, pino({ level: 'silent' })))).rejects.toMatchObject({
      code: 'slack_unavailable',
      message: expect.stringMatching(/invalid_auth.*SLACK_BOT_TOKEN/),
    });
  });
});
