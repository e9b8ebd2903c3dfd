import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import { Names } from '../../src/slack/names.js';
import { lived } from '../lived.js';
import { Bench } from '../playground/helpers.js';
import { clientOf } from './client.js';

const bench = new Bench();
afterEach(() => bench.clear());

const HOUR = 3_600_000;
const CONFUSING = `\u202eEve\n${'😀'.repeat(60)}`;

async function named(scopes: string[] = ['users:read']): Promise<{
  workspace: Workspace;
  names: Names;
  ada: string;
  forward: (ms: number) => void;
  asked: () => number;
}> {
  const workspace = await bench.workspace({ scopes });
  let now = 0;
  const names = new Names(clientOf(workspace), pino({ level: 'silent' }), () => now + 1);
  return {
    ...{ workspace, names, ada: `slack:${workspace.person('ada').id}` },
    forward: (ms) => (now += ms),
    asked: () => workspace.calls('users.info').length,
  };
}

describe('names', () => {
  test('are looked up once for everybody who wants them, and kept for an hour', async () => {
    const { names, ada, asked, forward } = await named();
    await Promise.all([names.learn([ada, ada, 'bot', 'terminal:root']), names.learn([ada])]);
    expect(names.name(ada)).toBe('ada');
    expect(asked()).toBe(1);
    forward(HOUR - 2);
    await names.learn([ada]);
    expect(asked()).toBe(1);
    forward(2);
    await names.learn([ada]);
    expect(asked()).toBe(2);
  });

  test.each([
    ['terminal:root', 'root (terminal)'],
    ['bot', 'the bot'],
    ['alert:APIDown', 'APIDown'],
    ['alert:API:\n\u202eDown', 'API: Down'],
    ['slack:U0NOBODY', 'U0NOBODY'],
  ])('%s is shown as %s without asking', async (actor, shown) => {
    const { names, asked } = await named();
    expect(names.name(actor)).toBe(shown);
    expect(asked()).toBe(0);
  });

  test('that cannot be had are ids; Slack is asked again after a minute, and a known name stays', async () => {
    const { names, ada, asked, forward, workspace } = await named();
    workspace.faults.add({ method: 'users.info', kind: { error: 'internal_error' } });
    await names.learn([ada]);
    await names.learn([ada]);
    expect(names.name(ada)).toBe(ada.slice('slack:'.length));
    expect(asked()).toBe(1);
    forward(60_000);
    await names.learn([ada]);
    expect(names.name(ada)).toBe('ada');
    forward(HOUR);
    workspace.faults.add({ method: 'users.info', kind: 'http_500' });
    await names.learn([ada]);
    expect(names.name(ada)).toBe('ada');
  });

  test('are not waited for when Slack stays silent', async () => {
    const { names, ada, workspace } = await named();
    workspace.faults.add({ method: 'users.info', kind: 'timeout' });
    expect((await lived(() => names.learn([ada]))).ms).toBeLessThan(2_500);
    expect(names.name(ada)).toBe(ada.slice('slack:'.length));
    await workspace.stop();
  });

  test('without the right to read them are ids', async () => {
    const { names, ada } = await named([]);
    await names.learn([ada]);
    expect(names.name(ada)).toBe(ada.slice('slack:'.length));
  });

  test('that people chose to confuse are one short, clean line', async () => {
    const workspace = await bench.workspace({
      scopes: ['users:read'],
      people: [{ name: CONFUSING }],
      channels: [],
      groups: [],
    });
    const names = new Names(clientOf(workspace), pino({ level: 'silent' }));
    const eve = `slack:${workspace.person(CONFUSING).id}`;
    await names.learn([eve]);
    expect(names.name(eve)).toMatch(/^Eve 😀{20,28}…$/u);
  });
});
