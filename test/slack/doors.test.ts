import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import type { Look } from '../../commands/command.js';
import type { Message as Posted } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import type { IncidentRow, InboxItem } from '../../src/engine/store.js';
import { UserError } from '../../src/errors.js';
import { serveHttp } from '../../src/http-server.js';
import { connect, listen, signIn, SLACK_PATH } from '../../src/slack/bolt.js';
import { Channels } from '../../src/slack/channels.js';
import { Names } from '../../src/slack/names.js';
import { slackMessage } from '../../src/slack/blocks.js';
import { SlackApi } from '../../src/slack/api.js';
import { Speech } from '../../src/slack/speech.js';
import type { Block, Button } from '../../src/view/message.js';
import { projection } from '../store/builders.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { runbookOf } from '../engine/runbooks.js';
import { clientOf } from './client.js';

// Machines that do much else at the same time are slow.
jest.setTimeout(20_000);

const bench = new Bench();
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await bench.clear();
});

interface Door {
  readonly workspace: Workspace;
  readonly wishes: InboxItem[];
  readonly rows: IncidentRow[];
  readonly logged: string[];
}

interface DoorOptions {
  readonly submit?: (item: InboxItem) => Promise<'received' | 'repeated'>;
  readonly look?: Partial<Look>;
  readonly shared?: (workspace: Workspace) => readonly string[];
  readonly team?: string;
}

const never = (): Promise<never> => new Promise(() => undefined);

/** The bot's doors in a workspace, over HTTP; behind them a list of incidents and an inbox that the test can see. */
async function door(options: DoorOptions = {}): Promise<Door> {
  const workspace = await bench.workspace({ scopes: ['users:read'] });
  const wishes: InboxItem[] = [];
  const rows: IncidentRow[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const { botToken, signingSecret } = workspace.identity;
  const connection = connect({ botToken, signingSecret, appToken: null, apiUrl: workspace.apiUrl }, log);
  const { team, botName } = await signIn(connection);
  const look: Look = {
    list: ({ open, channel }) => Promise.resolve(rows.filter((row) => row.open === open && row.channel === channel)),
    find: (id) => Promise.resolve(rows.find(({ incident }) => incident === id) ?? null),
    read: () => Promise.resolve(null),
    runbooks: () => [runbookOf()],
    now: () => new Date(),
    ...options.look,
  };
  const { client } = connection.app;
  const submit =
    options.submit ??
    ((item: InboxItem) => {
      wishes.push(item);
      return Promise.resolve<'received'>('received');
    });
  const sharedChannels = options.shared?.(workspace) ?? [];
  const parts = { look, channels: new Channels(client), team: options.team ?? team, sharedChannels, botName, submit };
  listen(connection, new Speech(parts), new Names(client, log), log);
  const http = await serveHttp({ [SLACK_PATH]: connection.listener ?? never }, '127.0.0.1', 0);
  stops.push(() => http.close());
  workspace.connectApp(`http://127.0.0.1:${http.port}${SLACK_PATH}`);
  return { workspace, wishes, rows, logged };
}

const row = (over: Partial<IncidentRow> = {}): IncidentRow => ({ ...projection(), incident: 'INC-7', seq: 1, ...over });

async function typed(workspace: Workspace, line: string, where = '#inc-api', who = 'ada') {
  const result = await workspace.person(who).command(where, line);
  return { ...result, words: result.response === undefined ? '' : workspace.draw(result.response) };
}

/** Posts a card of ours with these buttons, as an earlier life of the bot did. */
async function buttons(workspace: Workspace, button: Partial<Button>, where = '#inc-api'): Promise<Posted> {
  const row: Block = {
    kind: 'buttons',
    buttons: [
      { ...{ action: 'diagnose', value: 'INC-7', label: 'Press', spoken: 'Press', primary: false }, ...button },
    ],
  };
  const message = slackMessage({ blocks: [row], plain: ['card'] }, { name: String, day: '2026-11-22' });
  const channel = workspace.channel(where);
  await new SlackApi(clientOf(workspace)).post(channel.id, message, { incident: 'INC-7', slot: 'card' }, null);
  const posted = channel.messages().at(-1);
  if (posted === undefined) throw new Error('not posted');
  return posted;
}

/** Waits for what this person alone is told: it comes after the acknowledgement. */
async function hears(workspace: Workspace, words: RegExp, who = 'ada', times = 1): Promise<void> {
  const heard = (): boolean =>
    workspace.ephemerals(who).filter((one) => words.test(workspace.draw(one, { width: 1_000 }))).length === times;
  await workspace.waitFor(heard, { what: `${who} to hear ${words.source}` });
}

describe('a typed command', () => {
  test('that opens is recorded under Slack’s own id of it, then acknowledged without words', async () => {
    const { workspace, wishes } = await door();
    const { acknowledged, words } = await typed(workspace, '/incident api-down --drill');
    const ada = workspace.person('ada').id;
    const channel = workspace.channel('#inc-api').id;
    expect({ acknowledged, words }).toEqual({ acknowledged: true, words: '' });
    expect(wishes).toMatchObject([
      {
        key: expect.stringMatching(/^slack:\S+$/),
        incident: null,
        command: {
          command: { do: 'open', by: `slack:${ada}`, channel, drill: true },
          runbook: 'api-down',
          replyTo: { channel, user: ada },
        },
      },
    ]);
  });

  test('twice is two wishes: the ids differ', async () => {
    const { workspace, wishes } = await door();
    await typed(workspace, '/incident api-down');
    await typed(workspace, '/incident api-down');
    expect(new Set(wishes.map(({ key }) => key)).size).toBe(2);
  });

  test('that reads is answered to who asked alone', async () => {
    const { workspace, wishes } = await door();
    const { response, words } = await typed(workspace, '/incident list');
    expect(words).toBe('Nothing is open here.');
    expect(response?.onlyFor).toBe(workspace.person('ada').id);
    expect(wishes).toEqual([]);
  });

  test('comes without Slack’s escapes, and goes back inert', async () => {
    const { workspace, wishes, rows } = await door();
    rows.push(row({ channel: workspace.channel('#inc-api').id }));
    await typed(workspace, '/incident cancel a < b && c > d');
    expect(wishes[0]?.command).toMatchObject({ command: { reason: 'a < b && c > d' } });
    const { response } = await typed(workspace, '/incident @sam <!channel> @here');
    if (response === undefined) throw new Error('no answer');
    expect(workspace.mentions(response)).toEqual({ users: [], groups: [], broadcasts: [] });
  });

  test.each<[string, string, string]>([
    ['a channel without the bot', '#general', 'Send /invite @runbook, then send your command again.'],
    ['a channel shared with others', '#partners', 'use an internal channel'],
    ['a direct message, to open', '@bot', 'Incidents live in channels'],
  ])('in %s starts nothing and says what to do', async (_, where, expected) => {
    const { workspace, wishes } = await door();
    expect((await typed(workspace, '/incident api-down', where)).words.replace(/\s+/g, ' ')).toContain(expected);
    expect(wishes).toEqual([]);
  });

  test('in a direct message reads', async () => {
    const { workspace } = await door();
    expect((await typed(workspace, '/incident runbooks', '@bot')).words).toContain('api-down');
  });

  test('in a shared channel that config.yml names is heard', async () => {
    const { workspace, wishes } = await door({ shared: (made) => [made.channel('#partners').id] });
    await typed(workspace, '/incident api-down', '#partners');
    expect(wishes).toHaveLength(1);
  });

  test.each([
    ['from another workspace', { team: 'T0OTHER' }, 'Only members of the workspace'],
    ['from nobody’s workspace', { team: '' }, 'Only members of the workspace'],
  ])('%s starts nothing', async (_, options, expected) => {
    const { workspace, wishes } = await door(options);
    expect((await typed(workspace, '/incident api-down')).words).toContain(expected);
    expect(wishes).toEqual([]);
  });

  test('to an installation on a whole Grid starts nothing', async () => {
    const { workspace, wishes } = await door();
    await typed(workspace, '/incident help');
    const sent = workspace.sent()[0];
    const fields = new URLSearchParams(sent?.body);
    fields.set('is_enterprise_install', 'true');
    fields.set('text', 'api-down');
    expect((await workspace.send({ body: fields.toString() })).body).toContain('Enterprise Grid');
    expect(wishes).toEqual([]);
  });

  test.each(['http_500', 'timeout'] as const)(
    'goes on when Slack does not say what channel it is (%s)',
    async (kind) => {
      const { workspace, wishes } = await door();
      workspace.faults.add({ method: 'conversations.info', kind });
      const { acknowledged, tookMs } = await typed(workspace, '/incident api-down');
      expect({ acknowledged, quick: tookMs < 3_000, wishes: wishes.length }).toEqual({
        acknowledged: true,
        quick: true,
        wishes: 1,
      });
      await workspace.stop();
    },
  );
});

describe('when the database', () => {
  const silent = 'Not recorded, nothing started';

  test('is silent while a wish is recorded, the person hears within 3 s', async () => {
    const { workspace } = await door({ submit: never });
    const { acknowledged, words, tookMs } = await typed(workspace, '/incident api-down');
    expect(acknowledged).toBe(true);
    expect(words).toContain(silent);
    expect(tookMs).toBeLessThan(2_700);
  });

  test('is silent while it is looked up what is meant, the person hears within 3 s, and nothing is recorded later', async () => {
    const { workspace, wishes } = await door({ look: { list: never } });
    const { words, tookMs } = await typed(workspace, '/incident cancel enough');
    expect(words).toContain(silent);
    expect(tookMs).toBeLessThan(2_700);
    expect(wishes).toEqual([]);
  });

  test('and Slack are silent together, the person still hears within 3 s', async () => {
    const { workspace } = await door({ submit: never });
    workspace.faults.add({ method: 'conversations.info', kind: 'timeout' });
    const { words, tookMs } = await typed(workspace, '/incident api-down');
    expect(words).toContain(silent);
    expect(tookMs).toBeLessThan(2_900);
    await workspace.stop();
  });

  test('refuses, the person hears at once', async () => {
    const down = (): Promise<never> => Promise.reject(new UserError('store_unavailable', 'down'));
    const { workspace } = await door({ submit: down });
    const { words, tookMs } = await typed(workspace, '/incident api-down');
    expect(words).toContain(silent);
    expect(tookMs).toBeLessThan(1_400);
  });

  test('has a bug to show, the person gets a reference that stands in the log', async () => {
    const { workspace, logged } = await door({ look: { list: () => Promise.reject(new TypeError('x is undefined')) } });
    const { words } = await typed(workspace, '/incident list');
    const reference = /the\s+reference\s+(\w+)\./.exec(words)?.[1] ?? 'none';
    expect(logged.join('')).toContain(`"reference":"${reference}"`);
    expect(words).not.toContain('undefined');
  });
});

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
    expect(await signIn(connect(settings, pino({ level: 'silent' })))).toEqual({ team: teamId, botName: '@runbook' });
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
