import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import { Budget } from '../../src/slack/budget.js';
import type { Reconciler } from '../../src/slack/reconciler.js';
import { Bench, manifestWith } from '../playground/helpers.js';
import { until } from '../until.js';
import { reconcilerFor, Stage, type ReconcilerOptions } from './stage.js';

// Machines that do much else at the same time are slow.
jest.setTimeout(20_000);

const bench = new Bench();
const screens: Reconciler[] = [];
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.stop();
  await bench.clear();
});

const READING = ['users:read'];

interface Show {
  readonly workspace: Workspace;
  readonly stage: Stage;
  readonly channel: ReturnType<Workspace['channel']>;
  readonly screen: Reconciler;
}

async function show(options: ReconcilerOptions = {}, workspace?: Workspace): Promise<Show> {
  const made = workspace ?? (await bench.workspace({ scopes: READING }));
  const screen = reconcilerFor(made, options);
  screens.push(screen);
  return { workspace: made, screen, stage: new Stage(screen), channel: made.channel('#inc-api') };
}

/** An incident opened by Ada in #inc-api, its card on show. */
async function opened(options: ReconcilerOptions = {}, workspace?: Workspace): Promise<Show & { card: () => Message }> {
  const made = await show(options, workspace);
  open(made);
  await made.stage.allShown();
  return { ...made, card: () => only(made.channel.messages()) };
}

function open({ stage, workspace, channel }: Show): void {
  stage.open(workspace.person('ada').id, channel.id);
}

function only(messages: readonly Message[]): Message {
  const [message, ...others] = messages;
  if (message === undefined || others.length > 0) throw new Error(`${messages.length} messages where one was expected`);
  return message;
}

describe('an incident in its channel', () => {
  test('is one card, edited in place, with each run’s evidence in its thread', async () => {
    const { workspace, stage, channel, card } = await opened();
    expect(workspace.draw(card())).toContain('api: diagnosing');
    stage.finish();
    await stage.allShown();
    expect(workspace.draw(card())).toContain('api down: front broken');
    expect(workspace.draw(only(channel.thread(card().ts)))).toContain('Evidence, run 1 of api-down: 3 of 3');
    expect(card().text).toMatch(/^INC-1 api down: /);
    expect(workspace.draw(card())).toContain('opened by ada');
  });

  test('is planned before it is posted, and recorded with its place afterwards', async () => {
    const { stage, card } = await opened();
    expect(stage.state.slots).toEqual({ card: { channel: card().channel, ts: card().ts, losses: 0 } });
    stage.finish();
    await stage.allShown();
    expect(stage.commands.map((one) => one.do)).toEqual([
      ...['open', 'message_posted', 'answer', 'answer', 'answer'],
      ...['plan_message', 'message_posted'],
    ]);
  });

  test('notifies nobody by its card, and no state is shown twice', async () => {
    const { workspace, stage, card, screen } = await opened();
    stage.finish();
    await stage.allShown();
    expect(workspace.mentions(card())).toEqual({ users: [], groups: [], broadcasts: [] });
    const calls = workspace.calls().length;
    screen.show(stage.state, { tell: () => undefined, shown: () => undefined });
    await stage.allShown();
    expect(workspace.calls()).toHaveLength(calls);
  });
});

describe('a post that fails', () => {
  test('for too many calls is made again after the time Slack asks for, once, whatever comes meanwhile', async () => {
    const made = await show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'rate_limited', retryAfter: 1 });
    const started = Date.now();
    open(made);
    await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the refused attempt');
    made.stage.answer('back', true);
    await made.stage.allShown();
    expect(made.channel.everPosted()).toHaveLength(1);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    expect(made.workspace.calls('chat.postMessage')).toHaveLength(2);
    expect(made.workspace.calls('conversations.history')).toHaveLength(0);
  });

  test.each(['http_500', 'reset'] as const)('with %s and without effect is made again', async (kind) => {
    const made = await show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind });
    open(made);
    await made.stage.allShown();
    expect(only(made.channel.everPosted()).text).toContain('INC-1');
  });

  test.each(['http_500', 'reset', 'timeout'] as const)(
    'with %s after its effect is found by its metadata, not made twice',
    async (kind) => {
      const made = await show();
      made.workspace.faults.add({ method: 'chat.postMessage', kind, afterEffect: true });
      open(made);
      await made.stage.allShown();
      made.stage.finish();
      await made.stage.allShown();
      expect(
        made.workspace.draw(only(made.channel.everPosted().filter((one) => one.threadTs === undefined))),
      ).toContain('front broken');
    },
  );

  test('is not repeated while Slack cannot be asked whether it stands', async () => {
    const made = await show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'reset', afterEffect: true });
    made.workspace.faults.add({ method: 'conversations.history', kind: 'rate_limited' });
    open(made);
    await made.stage.allShown();
    expect(made.channel.everPosted()).toHaveLength(1);
    expect(made.workspace.faults.left()).toBe(0);
  });

  test('of evidence is found in the thread', async () => {
    const { workspace, stage, channel, card } = await opened();
    const inThread = (input: Readonly<Record<string, unknown>>): boolean => input['thread_ts'] !== undefined;
    workspace.faults.add({ method: 'chat.postMessage', kind: 'http_500', afterEffect: true, where: inThread });
    stage.finish();
    await stage.allShown();
    expect(workspace.faults.left()).toBe(0);
    expect(channel.thread(card().ts)).toHaveLength(1);
  });

  test('where history may not be read is repeated once, and says that it may be a second copy', async () => {
    const manifest = {
      ...manifestWith(),
      oauth_config: { scopes: { bot: ['commands', 'chat:write', 'channels:read'] } },
    };
    const made = await show({}, await bench.workspace({ manifest }));
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'reset', afterEffect: true });
    open(made);
    await made.stage.allShown();
    const [first, second, ...more] = made.channel.everPosted();
    if (first === undefined || second === undefined) throw new Error('posted once only');
    expect(more).toEqual([]);
    expect(made.workspace.draw(first)).not.toContain('Posted again');
    const label = 'Posted again after a restart; an earlier copy may stand above.';
    expect(second.versions.map((one) => made.workspace.draw(one))[0]).toContain(label);
    expect(made.stage.state.slots).toMatchObject({ card: { ts: second.ts } });
  });

  test('because Slack refuses the blocks is made with the plain words', async () => {
    const made = await show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: { error: 'invalid_blocks' } });
    open(made);
    await made.stage.allShown();
    const card = only(made.channel.messages());
    expect(card.blocks.map(({ type }) => type)).toEqual(['section']);
    expect(made.workspace.draw(card)).toContain('INC-1 api: diagnosing with api-down.');
  });
});

describe('after a crash', () => {
  test('a card that was planned and posted, but not recorded, is found and goes on', async () => {
    const made = await show();
    const { workspace, channel } = made;
    open(made);
    const crashed = made.stage;
    const planned = crashed.state;
    await workspace.waitFor(() => channel.messages()[0], { what: 'the card' });
    const screen = reconcilerFor(workspace);
    screens.push(screen);
    expect(planned.slots).toEqual({ card: { channel: channel.id, ts: null, losses: 0 } });
    const next = crashed.takenOver(screen);
    next.finish();
    await next.allShown();
    expect(only(channel.messages()).text).toContain('front broken');
  });

  test('a card that was planned and never posted is posted', async () => {
    const made = await show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'timeout' });
    open(made);
    await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the attempt');
    const screen = reconcilerFor(made.workspace);
    screens.push(screen);
    const next = made.stage.takenOver(screen);
    await next.allShown();
    expect(only(made.channel.everPosted()).text).toContain('INC-1');
  });
});

describe('a card that is lost', () => {
  test('because somebody deleted it is posted again once, and says why; the second time it stays away', async () => {
    const { workspace, stage, channel, card } = await opened();
    const first = card();
    workspace.person('ada').delete(first);
    stage.answer('front', false);
    await stage.allShown();
    expect(card().ts).not.toBe(first.ts);
    expect(workspace.draw(card())).toContain('Continued here: its first message was deleted.');
    workspace.person('ada').delete(card());
    stage.finish();
    await stage.allShown();
    expect(channel.messages()).toEqual([]);
  });

  test.each<[string, (show: Show) => void, string]>([
    ['its channel was archived', ({ channel }) => channel.archive(), 'its channel was archived'],
    ['the bot was removed', ({ channel }) => channel.remove('@bot'), 'the bot was removed from its channel'],
  ])('because %s goes on in a direct message to who opened it, evidence included', async (_, happen, why) => {
    const made = await opened();
    made.stage.answer('front', false);
    await made.stage.allShown();
    happen(made);
    made.stage.finish();
    await made.stage.allShown();
    const dm = made.workspace.dm('ada');
    const card = only(dm.messages());
    expect(made.workspace.draw(card)).toContain(`Continued here: ${why}.`);
    expect(made.workspace.draw(only(dm.thread(card.ts)))).toContain('Evidence, run 1');
    expect(made.stage.state.home).toBe(dm.id);
  });

  test('after its evidence was shown takes the evidence along', async () => {
    const made = await opened();
    made.stage.finish();
    await made.stage.allShown();
    made.channel.archive();
    made.stage.tell({ do: 'close', by: 'slack:U1', how: 'cancelled', reason: 'mistake' });
    await made.stage.allShown();
    const dm = made.workspace.dm('ada');
    expect(made.workspace.draw(only(dm.messages()))).toContain('cancelled');
    expect(dm.thread(only(dm.messages()).ts)).toHaveLength(1);
  });

  test('with nobody to write to ends the showing, not the incident', async () => {
    const { workspace, stage, channel } = await opened();
    workspace.faults.add({ method: 'conversations.open', kind: { error: 'user_disabled' } });
    channel.archive();
    stage.finish();
    await stage.allShown();
    expect(stage.state).toMatchObject({ home: null, runs: [{ verdict: { state: 'down' } }] });
  });

  test('while only its thread is looked for is lost as a whole, and found out once', async () => {
    const { workspace, stage, channel, card } = await opened();
    stage.answer('front', false);
    await stage.allShown();
    const first = card();
    workspace.faults.add({ method: 'chat.postMessage', kind: { error: 'thread_not_found' } });
    stage.finish();
    await stage.allShown();
    expect(only(channel.messages()).ts).toBe(first.ts);
    expect(channel.thread(first.ts)).toHaveLength(1);
  });
});

describe('edits', () => {
  test('show the newest state only: what came while Slack was busy is one edit', async () => {
    const { workspace, stage, card } = await opened();
    workspace.faults.add({ method: 'chat.update', kind: 'rate_limited', retryAfter: 1 });
    stage.answer('front', false);
    await until(() => workspace.calls('chat.update').length === 1, 'the refused edit');
    stage.answer('back', false);
    stage.answer('disk', true);
    await stage.allShown();
    const shown = card().versions.map((one) => workspace.draw(one));
    expect(shown).toHaveLength(2);
    expect(shown[1]).toContain('front broken and back broken');
    expect(shown[1]).not.toContain('Still asking');
  });

  test('of progress keep their distance, and a verdict does not wait', async () => {
    const { stage, card } = await opened({ progressGapMs: 700 });
    stage.answer('back', true);
    stage.answer('disk', true);
    const before = Date.now();
    stage.answer('front', false);
    await stage.allShown();
    expect(Date.now() - before).toBeLessThan(600);
    expect(card().versions.at(-1)?.text).toContain('front broken');
  });

  test('of progress alone come one gap after the other', async () => {
    const { stage, card } = await opened({ progressGapMs: 400 });
    stage.answer('back', true);
    await stage.allShown();
    stage.answer('disk', true);
    await stage.allShown();
    const at = card().versions.map((one) => one.at);
    expect(at).toHaveLength(3);
    at.slice(1).forEach((one, index) => expect(one - (at[index] ?? 0)).toBeGreaterThanOrEqual(380));
  });

  test('of all incidents share one budget: news goes first', async () => {
    const updates = new Budget(1, 1);
    const { workspace, stage, screen, channel } = await opened({ updates });
    const other = new Stage(screen, 'INC-2');
    other.open(workspace.person('ada').id, channel.id);
    await other.allShown();
    stage.answer('back', true);
    other.finish();
    await until(() => workspace.calls('chat.postMessage').length === 3, 'the evidence of the second');
    const [one, two] = channel.messages();
    expect(one?.versions).toHaveLength(1);
    expect(two?.versions).toHaveLength(2);
  });

  test('that Slack refuses turn into plain words', async () => {
    const { workspace, stage, card } = await opened();
    workspace.faults.add({ method: 'chat.update', kind: { error: 'msg_blocks_too_long' } });
    stage.finish();
    await stage.allShown();
    expect(card().blocks.map(({ type }) => type)).toEqual(['section']);
    expect(workspace.draw(card())).toContain('api down');
  });
});

test('a screen that was stopped tries nothing any more', async () => {
  const made = await show();
  made.workspace.faults.add({ method: 'chat.postMessage', kind: { error: 'invalid_blocks' }, times: 5 });
  open(made);
  made.screen.stop();
  await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the attempt under way');
  // Plain words would be tried 10 ms later.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(made.workspace.calls('chat.postMessage')).toHaveLength(1);
});
