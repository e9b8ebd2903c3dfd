import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crashed } from '../../../demo/faults/crashed.js';
import type { Message } from '../../../playground/model.js';
import { openStore } from '../../../src/store/open.js';
import { startFlow, type Flow } from './flow.js';
import { cancel, diagnose, EVERYBODY, headerOf, repliesTo, type Shown } from './reading.js';

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
  flow = await startFlow({ name: 'hostile-log' });
});

afterAll(async () => {
  await flow.stop();
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
  });

  afterAll(async () => {
    await cancel(flow.workspace, shown.card);
    await flow.stack.restore();
  });

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
      // The runbook's own pages are links; nothing else is.
      for (const formatted of mrkdwnIn(message.blocks))
        expect(formatted.replaceAll('<http://localhost:3000|Grafana', '')).not.toMatch(/<(?!!date)/);
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

test('after that the bot has met no bug', () => {
  expect(flow.bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
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
});

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
