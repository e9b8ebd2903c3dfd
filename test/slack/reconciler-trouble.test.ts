import { afterEach, describe, expect, test } from '@jest/globals';
import { manifestWith } from '../playground/helpers.js';
import { until } from '../until.js';
import { only, openIn, Theatre, type Show } from './stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

describe('a post that fails', () => {
  test('for too many calls is made again after the time Slack asks for, once, whatever comes meanwhile', async () => {
    const made = await theatre.show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'rate_limited', retryAfter: 1 });
    const started = Date.now();
    openIn(made);
    await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the refused attempt');
    made.stage.answer('back', true);
    await made.stage.allShown();
    expect(made.channel.everPosted()).toHaveLength(1);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    expect(made.workspace.calls('chat.postMessage')).toHaveLength(2);
    expect(made.workspace.calls('conversations.history')).toHaveLength(0);
  });

  test.each(['http_500', 'reset'] as const)('with %s and without effect is made again', async (kind) => {
    const made = await theatre.show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind });
    openIn(made);
    await made.stage.allShown();
    expect(only(made.channel.everPosted()).text).toContain('INC-1');
  });

  test.each(['http_500', 'reset', 'timeout'] as const)(
    'with %s after its effect is found by its metadata, not made twice',
    async (kind) => {
      const made = await theatre.show(kind === 'timeout' ? { callMs: 1_000 } : {});
      made.workspace.faults.add({ method: 'chat.postMessage', kind, afterEffect: true });
      openIn(made);
      await made.stage.allShown();
      made.stage.finish();
      await made.stage.allShown();
      expect(
        made.workspace.draw(only(made.channel.everPosted().filter((one) => one.threadTs === undefined))),
      ).toContain('front broken');
    },
  );

  test('is not repeated while Slack cannot be asked whether it stands', async () => {
    const made = await theatre.show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'reset', afterEffect: true });
    made.workspace.faults.add({ method: 'conversations.history', kind: 'rate_limited' });
    openIn(made);
    await made.stage.allShown();
    expect(made.channel.everPosted()).toHaveLength(1);
    expect(made.workspace.faults.left()).toBe(0);
  });

  test('of evidence is found in the thread', async () => {
    const { workspace, stage, channel, card } = await theatre.opened();
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
    const made = await theatre.show({}, await theatre.bench.workspace({ manifest }));
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'reset', afterEffect: true });
    openIn(made);
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
    const made = await theatre.show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: { error: 'invalid_blocks' } });
    openIn(made);
    await made.stage.allShown();
    const card = only(made.channel.messages());
    expect(card.blocks.map(({ type }) => type)).toEqual(['section']);
    expect(made.workspace.draw(card)).toContain('INC-1 api: diagnosing with api-down.');
  });
});

describe('after a crash', () => {
  test('a card that was planned and posted, but not recorded, is found and goes on', async () => {
    const made = await theatre.show();
    const { workspace, channel } = made;
    openIn(made);
    const crashed = made.stage;
    const planned = crashed.state;
    await workspace.waitFor(() => channel.messages()[0], { what: 'the card' });
    const screen = theatre.screen(workspace);
    expect(planned.slots).toEqual({ card: { channel: channel.id, ts: null, losses: 0 } });
    const next = crashed.takenOver(screen);
    next.finish();
    await next.allShown();
    expect(only(channel.messages()).text).toContain('front broken');
  });

  test('a card that was planned and never posted is posted', async () => {
    const made = await theatre.show();
    made.workspace.faults.add({ method: 'chat.postMessage', kind: 'timeout' });
    openIn(made);
    await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the attempt');
    const screen = theatre.screen(made.workspace);
    const next = made.stage.takenOver(screen);
    await next.allShown();
    expect(only(made.channel.everPosted()).text).toContain('INC-1');
  });
});

describe('a card that is lost', () => {
  test('because somebody deleted it is posted again once, and says why; the second time it stays away', async () => {
    const { workspace, stage, channel, card } = await theatre.opened();
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
    const made = await theatre.opened();
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
    const made = await theatre.opened();
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
    const { workspace, stage, channel } = await theatre.opened();
    workspace.faults.add({ method: 'conversations.open', kind: { error: 'user_disabled' } });
    channel.archive();
    stage.finish();
    await stage.allShown();
    expect(stage.state).toMatchObject({ home: null, runs: [{ verdict: { state: 'down' } }] });
  });

  test('while only its thread is looked for is lost as a whole, and found out once', async () => {
    const { workspace, stage, channel, card } = await theatre.opened();
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
