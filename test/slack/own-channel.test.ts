import { afterEach, describe, expect, test } from '@jest/globals';
import { lived } from '../lived.js';
import { until } from '../until.js';
import { NAME, open, ownChannel, RIGHTS } from './own-channel-stage.js';
import { only, Stage, Theatre } from './stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

describe('an incident that gets a channel of its own', () => {
  test('has its card there, and one line with the way to it where it was opened', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    expect(own.made().map(({ name, kind }) => [name, kind])).toEqual([[NAME, 'public']]);
    expect(own.stage.state).toMatchObject({ home: own.made()[0]?.id, origin: own.workspace.channel('#inc-api').id });
    expect(own.workspace.draw(own.card())).toContain('api: diagnosing');
    const line = only(own.workspace.channel('#inc-api').messages());
    expect(own.workspace.draw(line)).toContain(`INC-1 api: diagnosing. It goes on in #${NAME}`);
    expect(line.text).toBe(`INC-1 api: diagnosing. It goes on in #${NAME}.`);
    expect(JSON.stringify(line.blocks)).toContain(`/archives/${own.made()[0]?.id ?? ''}/p`);
    expect(own.workspace.mentions(line)).toEqual({ users: [], groups: [], broadcasts: [] });
  });

  test('tells where it was opened what was found and how it ended, nothing between', async () => {
    const own = await ownChannel(theatre);
    const { stage, workspace } = own;
    open(own);
    stage.answer('back', true);
    await stage.allShown();
    for (const check of ['front', 'disk']) stage.answer(check, check === 'disk');
    await stage.allShown();
    stage.tell({ do: 'set_severity', by: `slack:${own.idOf('sam')}`, severity: 'low' });
    await stage.allShown();
    stage.tell({ do: 'close', by: `slack:${own.idOf('ada')}`, how: 'cancelled', reason: 'mistake' });
    await stage.allShown();
    const line = only(workspace.channel('#inc-api').messages());
    expect(line.versions.map(({ text }) => text.split('. It')[0])).toEqual([
      ...['INC-1 api: diagnosing', 'INC-1 api down: front broken', 'INC-1 api down: cancelled'],
    ]);
  });

  test('is private where it was opened in private', async () => {
    const own = await ownChannel(theatre);
    open(own, '#private-ops');
    await own.stage.allShown();
    expect(own.made().map(({ kind }) => kind)).toEqual(['private']);
  });

  test('takes the next name where somebody has its name', async () => {
    const taken = { name: NAME, members: ['kim'], bot: false };
    const own = await ownChannel(theatre, {
      more: { channels: [taken, { name: 'inc-api', members: ['ada'], bot: true }] },
    });
    open(own);
    await own.stage.allShown();
    expect(own.made().map(({ name }) => name)).toEqual([NAME, `${NAME}-2`]);
    expect(own.stage.state.home).toBe(own.made()[1]?.id);
  });

  test('leaves another incident of the same day its channel', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    own.stage.tell({ do: 'close', by: `slack:${own.idOf('ada')}`, how: 'cancelled', reason: 'mistake' });
    await own.stage.allShown();
    const second = new Stage(own.screen, 'INC-2', { ownChannels: true });
    second.open(own.idOf('ada'), own.workspace.channel('#inc-api').id);
    await second.allShown();
    expect(own.made().map(({ name, topic }) => [name, topic.split(' ')[0]])).toEqual([
      [NAME, 'INC-1'],
      [`${NAME}-2`, 'INC-2'],
    ]);
  });
});

describe('an incident whose channel cannot be made', () => {
  test.each<[string, Partial<{ rights: readonly string[]; error: string }>, string]>([
    ['without the right', { rights: [] }, 'the bot has no right to make channels (channels:manage)'],
    ['by the workspace’s rules', { error: 'restricted_action' }, 'this workspace does not let the bot make channels'],
    ['for another reason', { error: 'invalid_name' }, 'Slack refused it (invalid_name)'],
  ])('%s goes on where it was opened, and knows why', async (_, { rights = RIGHTS, error }, why) => {
    const own = await ownChannel(theatre, { rights });
    if (error !== undefined) own.workspace.faults.add({ method: 'conversations.create', kind: { error } });
    open(own);
    await own.stage.allShown();
    expect(own.stage.commands).toContainEqual({ do: 'channel_refused', why });
    expect(own.made()).toEqual([]);
    expect(only(own.workspace.channel('#inc-api').messages()).text).toContain('INC-1 api: diagnosing');
  });

  test('within a moment waits that moment', async () => {
    const own = await ownChannel(theatre);
    own.workspace.faults.add({ method: 'conversations.create', kind: 'rate_limited', retryAfter: 1 });
    open(own);
    await own.stage.allShown();
    expect(own.made()).toHaveLength(1);
    expect(own.workspace.channel('#inc-api').everPosted()).toHaveLength(1);
  });

  test('for a minute does not wait that long', async () => {
    const own = await ownChannel(theatre);
    own.workspace.faults.add({ method: 'conversations.create', kind: 'rate_limited', retryAfter: 60 });
    open(own);
    await own.stage.allShown();
    expect(own.stage.commands).toContainEqual({ do: 'channel_refused', why: 'Slack asks to wait 60 s first' });
    expect(only(own.workspace.channel('#inc-api').messages()).text).toContain('diagnosing');
  });

  test('because Slack is silent goes on after a few seconds', async () => {
    const own = await ownChannel(theatre, { channelMs: 1_000, callMs: 1_000 });
    own.workspace.faults.add({ method: 'conversations.create', kind: 'timeout', times: 5 });
    const { ms } = await lived(async () => {
      open(own);
      await until(() => own.stage.state.channelWanted === null, 'the refusal');
    });
    expect(ms).toBeLessThan(5_000);
    expect(own.stage.commands).toContainEqual({
      ...{ do: 'channel_refused', why: 'Slack did not make it within 1 s' },
    });
    await own.stage.allShown();
    expect(own.stage.state.home).toBe(own.workspace.channel('#inc-api').id);
  });

  test('as far as the bot heard, although it was, finds it', async () => {
    const own = await ownChannel(theatre);
    own.workspace.faults.add({ method: 'conversations.create', kind: 'http_500', afterEffect: true });
    open(own);
    await own.stage.allShown();
    expect(own.made()).toHaveLength(1);
    expect(own.stage.state.home).toBe(own.made()[0]?.id);
  });
});

describe('after a crash', () => {
  test('between making the channel and recording it, the channel is found, not made twice', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.workspace.waitFor(() => own.made()[0], { what: 'the channel' });
    expect(own.stage.state.channelWanted).not.toBeNull();
    const next = own.stage.takenOver(own.again());
    await next.allShown();
    expect(own.made()).toHaveLength(1);
    expect(next.state.home).toBe(own.made()[0]?.id);
    expect(only(own.workspace.channel('#inc-api').everPosted()).text).toContain(`It goes on in #${NAME}`);
  });

  test('nothing that was done for the channel is done again', async () => {
    const own = await ownChannel(theatre);
    open(own);
    own.stage.finish();
    await own.stage.allShown();
    const count = (): number[] =>
      [
        'conversations.create',
        'conversations.invite',
        'conversations.setTopic',
        'bookmarks.add',
        'chat.postMessage',
      ].map((method) => own.workspace.calls(method).length);
    const before = count();
    const next = own.stage.takenOver(own.again());
    await next.allShown();
    expect(count()).toEqual(before);
  });
});

test('an incident whose own channel was archived comes back to where it was opened, once, and says so', async () => {
  const own = await ownChannel(theatre);
  const { stage, workspace } = own;
  open(own);
  await stage.allShown();
  workspace.channel(stage.state.home ?? '').archive();
  for (const check of ['front', 'back', 'disk']) stage.answer(check, check !== 'front');
  await stage.allShown();
  const here = workspace.channel('#inc-api');
  expect(stage.state.home).toBe(here.id);
  const [line, card, ...more] = here.messages();
  expect(more).toEqual([]);
  expect(line?.text).toBe('INC-1 api down: front broken. It goes on here, below.');
  expect(card === undefined ? '' : workspace.draw(card)).toContain('Continued here: its channel was archived.');
  expect(card === undefined ? [] : here.thread(card.ts)).toHaveLength(1);
});
