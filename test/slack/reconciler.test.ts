import { afterEach, describe, expect, test } from '@jest/globals';
import { Budget } from '../../src/slack/budget.js';
import { until } from '../until.js';
import { only, openIn, Stage, Theatre } from './stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

describe('an incident in its channel', () => {
  test('is one card, edited in place, with each run’s evidence in its thread', async () => {
    const { workspace, stage, channel, card } = await theatre.opened();
    expect(workspace.draw(card())).toContain('api: diagnosing');
    stage.finish();
    await stage.allShown();
    expect(workspace.draw(card())).toContain('api down: front broken');
    expect(workspace.draw(only(channel.thread(card().ts)))).toContain('Evidence, run 1 of api-down: 3 of 3');
    expect(card().text).toMatch(/^INC-1 api down: /);
    expect(workspace.draw(card())).toContain('opened by ada');
  });

  test('is planned before it is posted, and recorded with its place afterwards', async () => {
    const { stage, card } = await theatre.opened();
    expect(stage.state.slots).toEqual({ card: { channel: card().channel, ts: card().ts, losses: 0 } });
    stage.finish();
    await stage.allShown();
    expect(stage.commands.map((one) => one.do)).toEqual([
      ...['open', 'message_posted', 'answer', 'answer', 'answer'],
      ...['plan_message', 'message_posted'],
    ]);
  });

  test('notifies nobody by its card, and no state is shown twice', async () => {
    const { workspace, stage, card, screen } = await theatre.opened();
    stage.finish();
    await stage.allShown();
    expect(workspace.mentions(card())).toEqual({ users: [], groups: [], broadcasts: [] });
    const calls = workspace.calls().length;
    screen.show(stage.state, { tell: () => undefined, shown: () => undefined });
    await stage.allShown();
    expect(workspace.calls()).toHaveLength(calls);
  });
});

describe('edits', () => {
  test('show the newest state only: what came while Slack was busy is one edit', async () => {
    const { workspace, stage, card } = await theatre.opened();
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
    const { stage, card } = await theatre.opened({ progressGapMs: 15_000 });
    stage.answer('back', true);
    stage.answer('disk', true);
    const before = Date.now();
    stage.answer('front', false);
    await stage.allShown();
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(card().versions.at(-1)?.text).toContain('front broken');
  });

  test('of progress alone come one gap after the other', async () => {
    const { stage, card } = await theatre.opened({ progressGapMs: 400 });
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
    const { workspace, stage, screen, channel } = await theatre.opened({ updates });
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
    const { workspace, stage, card } = await theatre.opened();
    workspace.faults.add({ method: 'chat.update', kind: { error: 'msg_blocks_too_long' } });
    stage.finish();
    await stage.allShown();
    expect(card().blocks.map(({ type }) => type)).toEqual(['section']);
    expect(workspace.draw(card())).toContain('api down');
  });
});

test('a screen that was stopped tries nothing any more', async () => {
  const made = await theatre.show();
  made.workspace.faults.add({ method: 'chat.postMessage', kind: { error: 'invalid_blocks' }, times: 5 });
  openIn(made);
  made.screen.stop();
  await until(() => made.workspace.calls('chat.postMessage').length === 1, 'the attempt under way');
  // Plain words would be tried 10 ms later.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(made.workspace.calls('chat.postMessage')).toHaveLength(1);
});
