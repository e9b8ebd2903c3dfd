import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crashed } from '../../../demo/faults/crashed.js';
import type { Message } from '../../../playground/model.js';
import type { RawRequest } from '../../../playground/door.js';
import { openStore } from '../../../src/store/open.js';
import { startFlow, type Flow } from './flow.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  diagnose,
  EVERYBODY,
  headerOf,
  incidentOf,
  listen,
  postedIn,
  repliesTo,
  whispers,
  wordsOf,
  type Shown,
} from './reading.js';

const SECRETS = {
  password: 'CANARYone-p4ss',
  token: 'CANARYtwo0abcdef',
  key: 'CANARY3ABCDEFGH0',
  assigned: 'CANARYfour-s3cret',
};
const MARKER = 'marker-of-a-hostile-line';
const NOBODY = { users: [], groups: [], broadcasts: [] };

let flow: Flow;

beforeAll(async () => {
  flow = await startFlow({
    name: 'trust',
    config: (fitting, workspace) => ({ ...fitting, slack: { shared_channels: [workspace.channel('#partners').id] } }),
  });
}, 120_000);

afterAll(async () => {
  await flow.stop();
}, 30_000);

async function healthz(): Promise<number> {
  return (await fetch(`http://127.0.0.1:${flow.bot.port}/healthz`)).status;
}

/** Everything anybody could have seen of it. */
function seen(): number {
  const { workspace } = flow;
  return EVERYBODY.reduce((sum, person) => sum + whispers(workspace, person).length, postedIn(workspace));
}

describe('a request', () => {
  const now = (): number => Math.floor(Date.now() / 1_000);
  let genuine: RawRequest;

  beforeAll(async () => {
    await flow.workspace.person('ada').command(CHANNEL, '/incident help');
    const sent = flow.workspace.sent().at(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    const fields = new URLSearchParams(sent.body);
    fields.set('text', 'api-down');
    fields.set('trigger_id', '1.2.forged');
    genuine = { ...sent, body: fields.toString() };
  });

  test.each<[string, () => Partial<RawRequest>]>([
    ['signed with another secret', () => ({ secret: 'guessed', timestamp: now() })],
    ['without a signature', () => ({ timestamp: now(), headers: { 'x-slack-signature': '' } })],
    ['with a signature that is none', () => ({ timestamp: now(), headers: { 'x-slack-signature': 'v0=é' } })],
    ['without a time', () => ({ headers: { 'x-slack-request-timestamp': '' } })],
    ['with a time that is none', () => ({ headers: { 'x-slack-request-timestamp': 'soon' } })],
    ['dated two minutes ahead', () => ({ timestamp: now() + 120 })],
    ['six minutes old', () => ({ timestamp: now() - 360 })],
    [
      'with another body than was signed',
      () => ({ timestamp: now(), headers: { 'x-slack-signature': signatureOf(0) } }),
    ],
  ])('%s is refused and does nothing', async (_, changes) => {
    const before = seen();
    const made = changes();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...made.headers };
    const delivery = await flow.workspace
      .send({ body: genuine.body, ...made, headers })
      .catch((error: unknown) => error);
    expect(delivery).toMatchObject({ status: 401, acknowledged: false });
    expect(seen()).toBe(before);
    expect(cardsIn(flow.workspace)).toEqual([]);
    expect(await healthz()).toBe(200);
  });

  test('sent twice is taken once', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const sent = workspace.sent().findLast(({ body }) => new URLSearchParams(body).get('text') === 'api-down');
    if (sent === undefined) throw new Error('the command was not sent');
    const { body, timestamp } = sent;
    expect(await workspace.send({ body, timestamp })).toMatchObject({ status: 401, acknowledged: false });
    // The same wish signed anew, as Slack itself would repeat it: acknowledged, and nothing follows.
    expect(await workspace.send({ body, timestamp: now() - 1 })).toMatchObject({ status: 200 });
    await cancel(workspace, card);
    expect(cardsIn(workspace)).toHaveLength(1);
    expect(repliesTo(workspace, card)).toHaveLength(1);
  });

  /** A signature that was right for something else. */
  function signatureOf(index: number): string {
    const sent = flow.workspace.sent()[index];
    return sent?.headers?.['x-slack-signature'] ?? `v0=${'0'.repeat(64)}`;
  }
});

describe('a press', () => {
  let card: Message;
  let genuine: Record<string, unknown>;

  beforeAll(async () => {
    const { workspace } = flow;
    ({ card } = await diagnose(workspace, { channel: '#partners' }));
    await workspace.person('ada').click(card, 'Diagnose again');
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second run' });
    const sent = workspace.sent().at(-1);
    genuine = JSON.parse(new URLSearchParams(sent?.body ?? '').get('payload') ?? '{}') as Record<string, unknown>;
  }, 30_000);

  afterAll(async () => {
    await cancel(flow.workspace, card);
  });

  let presses = 0;
  /** A well-signed press with some of it changed. */
  async function press(changes: Record<string, unknown>) {
    presses += 1;
    const payload = JSON.stringify({ ...genuine, trigger_id: `9.9.${presses}`, ...changes });
    return flow.workspace.send({ body: new URLSearchParams({ payload }).toString() });
  }

  function action(changes: Record<string, unknown>): Record<string, unknown> {
    const [first] = genuine['actions'] as Record<string, unknown>[];
    return { actions: [{ ...first, ...changes }] };
  }

  test.each(['Close as false alarm', 'Diagnose again'])(
    'on %s by somebody of another workspace changes nothing, and they are told',
    async (label) => {
      const { workspace } = flow;
      const told = listen(workspace, 'mallory');
      const header = headerOf(workspace.current(card));
      await workspace.person('mallory').click(card, label);
      expect(await told()).toBe(
        'Only members of the workspace this bot is installed in can use it. Nothing was started.',
      );
      expect(headerOf(workspace.current(card))).toBe(header);
      expect(repliesTo(workspace, card)).toHaveLength(2);
    },
  );

  test.each([
    ['a button of no release', { action_id: 'launch_missiles:0' }, /^That button is from another version of the bot\./],
    ['a button named as every object is', { action_id: 'constructor:0' }, /^That button is from another version/],
    [
      'an incident that is none',
      { action_id: 'close_false_alarm:0', value: 'INC-999' },
      /^That button belongs to no incident/,
    ],
    [
      'SQL',
      { action_id: 'close_false_alarm:0', value: "INC-1'; drop table events; --" },
      /^That button belongs to no incident/,
    ],
    ['an id with NUL', { action_id: 'close_false_alarm:0', value: 'INC-\u00001' }, /Nothing was (changed|started)/],
    ['an enormous id', { action_id: 'diagnose:0', value: 'INC-'.padEnd(2_000, '9') }, /Nothing was changed/],
    [
      'a runbook with words behind it',
      { action_id: 'run_runbook:0', value: 'cancel INC-1 because' },
      /Nothing was (changed|started)/,
    ],
  ])('on %s is answered and does nothing', async (_, changed, says) => {
    const { workspace } = flow;
    const told = listen(workspace, 'ada');
    const posted = postedIn(workspace);
    expect(await press(action(changed))).toMatchObject({ status: 200 });
    expect(await told()).toMatch(says);
    expect(postedIn(workspace)).toBe(posted);
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
  });

  test('of this incident from another channel does nothing', async () => {
    const { workspace } = flow;
    const told = listen(workspace, 'ada');
    const elsewhere = { id: workspace.channel(CHANNEL).id, name: 'inc-api' };
    await press({
      ...action({ action_id: 'close_false_alarm:0', value: incidentOf(card) }),
      channel: elsewhere,
      container: { type: 'message', message_ts: card.ts, channel_id: elsewhere.id, is_ephemeral: false },
    });
    expect(await told()).toBe('That button belongs to no incident of this channel. Nothing was changed.');
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
  });

  test.each([
    ['no payload', ''],
    ['a payload that is no JSON', new URLSearchParams({ payload: '{"type":' }).toString()],
    ['an empty payload', new URLSearchParams({ payload: '{}' }).toString()],
    ['a list', new URLSearchParams({ payload: '[]' }).toString()],
    ['actions that are none', new URLSearchParams({ payload: '{"type":"block_actions","actions":[]}' }).toString()],
    ['two megabytes', new URLSearchParams({ payload: 'x'.repeat(2_000_000) }).toString()],
  ])('with %s does nothing, and the bot goes on', async (_, body) => {
    const before = seen();
    await flow.workspace.send({ body });
    expect(await healthz()).toBe(200);
    const help = await flow.workspace.person('ada').command(CHANNEL, '/incident help');
    expect(help.acknowledged).toBe(true);
    expect(seen()).toBe(before + 1);
  });
});

describe('a log that attacks', () => {
  let shown: Shown;

  beforeAll(async () => {
    const { workspace, stack } = flow;
    const ids = { ada: workspace.person('ada').id, group: workspace.group('api-approvers').id };
    await write(`Configuration error: \u001b[31mred\u001b[0m \u0000NUL \u202etfel\u202c ${MARKER}\n`);
    await write(
      `Configuration error: <!channel> <!here> <!everyone> <@${ids.ada}> <!subteam^${ids.group}> @everyone @kim @api-approvers ` +
        '<https://evil.example|Approve> https://evil.example *bold* _it_ ~no~ `tick` ```fence``` &lt;!channel&gt;\n',
    );
    await write(
      `Configuration error: postgres://app:${SECRETS.password}@db:5432/x xoxb-1234567890-${SECRETS.token} AKIA${SECRETS.key} api_key=${SECRETS.assigned}\n`,
    );
    await stack.exec('api', ['sh', '-c', "head -c 524288 /dev/zero | tr '\\0' A > /proc/1/fd/1"]);
    await crashed.make(stack);
    shown = await diagnose(workspace);
  }, 60_000);

  afterAll(async () => {
    await cancel(flow.workspace, shown.card);
    await flow.stack.restore();
  }, 30_000);

  /** Into the log of the api container, byte for byte. */
  async function write(text: string): Promise<void> {
    const encoded = Buffer.from(text).toString('base64');
    await flow.stack.exec('api', ['sh', '-c', `echo ${encoded} | base64 -d > /proc/1/fd/1`]);
  }

  function everything(): Message[] {
    return [shown.card, ...repliesTo(flow.workspace, shown.card)];
  }

  test('is read and quoted', () => {
    expect(headerOf(shown.card)).toBe('🔴 api down: configuration error');
    expect(shown.thread).toContain(MARKER);
    expect(shown.thread).toContain('<!channel> <!here> <!everyone>');
    expect(shown.words).toContain('its log says Configuration error: ');
  });

  test('mentions nobody, links nowhere, formats nothing, whatever form the message had', () => {
    const { workspace } = flow;
    for (const message of everything()) {
      for (const version of message.versions) expect(workspace.mentions(version)).toEqual(NOBODY);
      for (const formatted of mrkdwnIn(message.blocks)) expect(formatted).not.toMatch(/<(?!!date)/);
      expect(message.text).not.toMatch(/[<>]/);
    }
    for (const person of EVERYBODY) expect(workspace.notifications(person)).toEqual([]);
  });

  test('brings no control characters, and keeps to the limits of Slack', () => {
    for (const message of everything()) {
      const written = JSON.stringify([message.text, message.blocks]);
      expect(written).not.toMatch(/\\u00(?!0a)[01][0-9a-f]|\u202e|\u202c/);
      expect(written.length).toBeLessThan(13_000);
    }
    expect(flow.workspace.calls().filter(({ outcome }) => /too_long|invalid/.test(outcome))).toEqual([]);
  });

  test('shows its secrets nowhere in Slack and in the log of the bot', () => {
    const messages = everything().flatMap(({ versions }) => versions.map((version) => JSON.stringify(version)));
    const log = JSON.stringify(flow.bot.log);
    for (const secret of allSecrets()) {
      expect(messages.filter((text) => text.includes(secret))).toEqual([]);
      expect(log).not.toContain(secret);
    }
    expect(shown.thread).toContain('postgres://app:•••@db:5432/x ••• ••• api_key=•••');
  });
});

test('after all this the bot has met no bug, and says so', async () => {
  expect(await healthz()).toBe(200);
  const { response } = await flow.workspace.person('ada').command(CHANNEL, '/incident list');
  expect(response === undefined ? '' : wordsOf(flow.workspace, response)).toBe('Nothing is open here.');
  // Bolt complains of signed payloads that are none of Slack's; our own parts must not.
  expect(flow.bot.log.filter(({ level, part }) => Number(level) >= 50 && part !== 'bolt')).toEqual([]);
});

test('and what it has kept holds none of the secrets of the log', async () => {
  const { bot } = flow;
  await bot.kill();
  for (const file of await filesIn(bot.dataDir)) {
    const bytes = await readFile(file, 'latin1');
    for (const secret of allSecrets()) expect(bytes.includes(secret) ? file : '').toBe('');
  }
  // The database compresses long texts: they are read through it as well.
  const kept = await eventsIn(bot.dataDir);
  expect(kept).toContain(MARKER);
  for (const secret of allSecrets()) expect(kept).not.toContain(secret);
}, 30_000);

function allSecrets(): string[] {
  const { botToken, signingSecret } = flow.workspace.identity;
  return [...Object.values(SECRETS), botToken, signingSecret];
}

async function eventsIn(dataDir: string): Promise<string> {
  const store = await openStore({ dataDir });
  try {
    const incidents = await store.list({ limit: 100 });
    return JSON.stringify(await Promise.all(incidents.map(({ incident }) => store.load(incident))));
  } finally {
    await store.close();
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every string that Slack would format. */
function mrkdwnIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)];
}
