import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkspaceOptions } from '../../playground/options.js';
import type { Workspace } from '../../playground/workspace.js';
import type { InboxItem } from '../../src/engine/store.js';
import { SOCKET_TIMES, type SocketTimes } from '../../src/slack/socket-receiver.js';
import { offers } from '../commands/offering.js';
import { Bench, manifestWith } from '../playground/helpers.js';
import { until } from '../until.js';
import { buttons, hears, openDoor, row, type Door } from './doors.js';

/** As the bot's own, and slow things sooner. */
const TIMES: SocketTimes = {
  ...SOCKET_TIMES,
  link: { ...SOCKET_TIMES.link, ping: 40 },
  retry: { ...SOCKET_TIMES.retry, first: 20, most: 100, refused: 60, steady: 0 },
};

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
  await bench.clear();
});

function slack(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  return bench.workspace({ transport: 'socket', limits: { enabled: false }, ...options });
}

async function bot(
  workspace: Workspace,
  options: { times?: Partial<SocketTimes>; submit?: (item: InboxItem) => Promise<'received' | 'repeated'> } = {},
): Promise<Door> {
  const { times, ...rest } = options;
  const door = await openDoor(workspace, { ...rest, socket: { ...TIMES, ...times } });
  door.rows.push(row({ incident: 'INC-7', channel: workspace.channel('#inc-api').id }));
  doors.push(door);
  return door;
}

async function connected(workspace: Workspace): Promise<Door> {
  const door = await bot(workspace);
  await bothUp(workspace);
  return door;
}

const bothUp = (workspace: Workspace): Promise<void> =>
  until(
    () => workspace.sockets.links().length === 2 && !workspace.sockets.links().some((one) => one.announced),
    'two connections',
  );
const typed = (workspace: Workspace) => workspace.person('ada').command('#inc-api', '/incident help');

describe('over Socket Mode', () => {
  test('a form that is filled in arrives, and what is wrong with it stands in the window', async () => {
    const workspace = await slack({ manifest: manifestWith({ scopes: ['users:read'] }) });
    const story = offers(workspace.channel('#inc-api').id, 'INC-7');
    story.do({ do: 'request', by: `slack:${workspace.person('ada').id}`, offer: 1, may: false });
    const door = await openDoor(workspace, { socket: TIMES, look: { read: () => Promise.resolve(story.incident) } });
    doors.push(door);
    await bothUp(workspace);
    const ada = workspace.person('ada');
    await ada.click(await buttons(workspace, { action: 'deny_remedy', value: 'INC-7:1' }), 'Press');
    const modal = await workspace.waitFor(() => workspace.modals('ada')[0], { what: 'the form' });
    const empty = await ada.submit(modal, { reason: ' ' });
    expect(empty.submitted).toMatchObject({ outcome: 'errors' });
    expect((await ada.submit(modal, { reason: 'a mistake' })).submitted).toEqual({ outcome: 'closed' });
    expect(door.wishes).toMatchObject([{ command: { command: { do: 'deny', reason: 'a mistake' } } }]);
  });

  test('a command arrives, and its acknowledgement carries the answer', async () => {
    const workspace = await slack();
    await connected(workspace);
    const { acknowledged, response } = await typed(workspace);
    expect(acknowledged).toBe(true);
    expect(response?.text).toContain('/incident');
  });

  test('a press arrives, is acknowledged without an answer, and its word comes afterwards', async () => {
    const workspace = await slack();
    const door = await connected(workspace);
    const card = await buttons(workspace, { action: 'show_runbooks' });
    const pressed = await workspace.person('ada').click(card, 'Press');
    expect(pressed).toMatchObject({ acknowledged: true, body: '' });
    await hears(workspace, /kept by/);
    expect(door.wishes).toEqual([]);
    expect(workspace.sockets.violations).toEqual([]);
  });

  test('a bot that stops finishes what it has begun first', async () => {
    const workspace = await slack();
    const asked: InboxItem[] = [];
    let finish: () => void = () => undefined;
    const submit = async (item: InboxItem): Promise<'received'> => {
      asked.push(item);
      await new Promise<void>((resolve) => (finish = resolve));
      return 'received';
    };
    const door = await bot(workspace, { submit });
    const pressed = workspace.person('ada').click(await buttons(workspace, {}), 'Press');
    await until(() => asked.length === 1, 'the press to arrive');
    const stopped = door.close();
    finish();
    expect((await pressed).acknowledged).toBe(true);
    await stopped;
    await until(() => workspace.sockets.links().length === 0, 'the end of the connections');
  });
});

describe('ten forced ends of connections', () => {
  const ends: [string, (workspace: Workspace, round: number) => void][] = [
    ['announced', ({ sockets }) => sockets.disconnect('warning')],
    ['at once', ({ sockets }) => sockets.disconnect('refresh_requested')],
    ['announced for both connections at once', ({ sockets }) => sockets.disconnect('warning', 'all')],
    ['by a broken connection', ({ sockets }) => sockets.links()[0]?.reset()],
  ];

  test.each(ends)('lose no press, %s', async (_, end) => {
    const workspace = await slack({ sockets: { warningMs: 400 } });
    const door = await connected(workspace);
    const card = await buttons(workspace, {});
    const ada = workspace.person('ada');
    let presses = 0;
    let lost = 0;
    const press = async (): Promise<void> => {
      presses += 1;
      if (!(await ada.click(card, 'Press')).acknowledged) lost += 1;
    };
    for (let round = 0; round < 10; round += 1) {
      const opened = workspace.sockets.opened;
      end(workspace, round);
      // People press on while the connection is replaced, and a little longer.
      for (let more = 0; more < 200 && workspace.sockets.opened === opened; more += 1) {
        await press();
        await pause(1);
      }
      await Promise.all([press(), press(), press()]);
      await bothUp(workspace);
    }
    expect(lost).toBe(0);
    expect(presses).toBeGreaterThan(30);
    expect(door.wishes.map(({ key }) => key)).toHaveLength(presses);
    expect(new Set(door.wishes.map(({ key }) => key)).size).toBe(presses);
    expect(workspace.sockets.violations).toEqual([]);
  });

  test('are survived even when both connections break at the same moment', async () => {
    const workspace = await slack();
    await connected(workspace);
    for (const link of workspace.sockets.links()) link.reset();
    await bothUp(workspace);
    expect((await typed(workspace)).acknowledged).toBe(true);
  });

  test('a network that swallows everything is noticed by its silence', async () => {
    const workspace = await slack();
    await connected(workspace);
    const [frozen] = workspace.sockets.links();
    frozen?.freeze();
    await until(() => workspace.sockets.opened >= 3, 'a new connection');
    frozen?.reset();
    await bothUp(workspace);
    expect((await typed(workspace)).acknowledged).toBe(true);
  });
});

describe('a token that Slack does not accept', () => {
  test.each([
    ['wrong', 'xapp-guess', {}, /^Slack does not accept SLACK_APP_TOKEN \(invalid_auth\): it was revoked/],
    [
      'no scope',
      'xapp-playground',
      { sockets: { scopes: [] } },
      /^SLACK_APP_TOKEN lacks the scope connections:write\./,
    ],
    ['the bot token', 'xoxb-playground', {}, /^SLACK_APP_TOKEN is not an app-level token\./],
  ])('%s: the bot does not start, and a sentence says why', async (_, appToken, options, says) => {
    const workspace = await slack(options);
    await expect(openDoor(workspace, { socket: TIMES, appToken })).rejects.toMatchObject({
      code: 'slack_unavailable',
      message: expect.stringMatching(says),
    });
    await until(() => workspace.sockets.links().length === 0, 'no connection to be left');
  });

  test('revoked while the bot runs: the log and health say so, and it comes back when the token does', async () => {
    const workspace = await slack();
    const door = await connected(workspace);
    expect(door.health()).toBeNull();
    workspace.revoke('app');
    expect((await typed(workspace)).acknowledged).toBe(true);
    workspace.sockets.disconnect('refresh_requested', 'all');
    await until(() => door.health() !== null, 'trouble');
    await until(() => /token_revoked/.test(door.health() ?? ''), 'its reason');
    expect(door.health()).toMatch(
      /^Slack does not accept SLACK_APP_TOKEN \(token_revoked\).*Commands and buttons in Slack do not reach the bot\. Make an app-level token/,
    );
    const tries = () => workspace.calls('apps.connections.open').length;
    const before = tries();
    await until(() => tries() >= before + 4, 'it to keep trying');
    expect(door.logged.filter((line) => line.includes('token_revoked'))).toHaveLength(1);
    workspace.restore('app');
    await bothUp(workspace);
    await until(() => door.health() === null, 'health');
    expect((await typed(workspace)).acknowledged).toBe(true);
  });
});

describe('Slack in trouble', () => {
  test('Socket Mode switched off is said, with what to do', async () => {
    const workspace = await slack();
    const door = await connected(workspace);
    workspace.sockets.enable(false);
    await until(() => /Socket Mode/.test(door.health() ?? ''), 'trouble');
    expect(door.health()).toMatch(/Switch Socket Mode on \(api\.slack\.com\/apps, Socket Mode\)/);
    workspace.sockets.enable(true);
    await bothUp(workspace);
  });

  test('a refusal for now is waited out, as long as Slack says', async () => {
    const workspace = await slack();
    workspace.faults.add({ method: 'apps.connections.open', kind: 'rate_limited', times: 2 });
    const from = performance.now();
    await bot(workspace);
    expect(performance.now() - from).toBeGreaterThanOrEqual(950);
  });

  test.each(['http_500', 'reset'] as const)('%s: the bot tries again soon', async (kind) => {
    const workspace = await slack();
    workspace.faults.add({ method: 'apps.connections.open', kind, times: 3 });
    await connected(workspace);
    expect(workspace.faults.left()).toBe(0);
  });

  test('a start to which Slack gives no answer fails with a sentence', async () => {
    const workspace = await slack();
    workspace.faults.add({ method: 'apps.connections.open', kind: 'http_500', times: 1_000 });
    await expect(bot(workspace, { times: { start: 150 } })).rejects.toMatchObject({
      code: 'slack_unavailable',
      message: expect.stringMatching(/^Slack could not be reached .* The bot does not start\. /),
    });
  });

  test('with all ten connections taken the bot waits for one', async () => {
    const workspace = await slack();
    const crowd: Door[] = [];
    for (let one = 0; one < 5; one += 1) crowd.push(await connectedAs(workspace, (one + 1) * 2));
    const error: unknown = await bot(workspace, { times: { start: 2_000 } }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(/^Slack allows ten connections for this app/) });
    expect(crowd[4]?.logged.join('\n')).toMatch(/Slack counts nearly ten connections/);
  });
});

async function connectedAs(workspace: Workspace, links: number): Promise<Door> {
  const door = await bot(workspace);
  await until(() => workspace.sockets.links().length === links, `${links} connections`);
  return door;
}

test('two bots of one workspace: each press reaches one of them, once', async () => {
  const workspace = await slack();
  const [first, second] = [await connectedAs(workspace, 2), await connectedAs(workspace, 4)];
  const card = await buttons(workspace, {});
  for (let press = 0; press < 20; press += 1)
    expect((await workspace.person('ada').click(card, 'Press')).acknowledged).toBe(true);
  const keys = [...first.wishes, ...second.wishes].map(({ key }) => key);
  expect(new Set(keys).size).toBe(20);
  expect(keys).toHaveLength(20);
  expect(first.wishes).toHaveLength(10);
});
