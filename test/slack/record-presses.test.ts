import { afterEach, describe, expect, test } from '@jest/globals';
import type { Action } from '../../src/view/message.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { hears, never, row, typed, type Door } from './doors.js';
import { recordScene, type RecordScene, type SceneOptions } from './record-scene.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

async function scene(options: SceneOptions = {}): Promise<RecordScene> {
  const made = await recordScene(bench, options);
  doors.push(made);
  return made;
}

describe('a press that asks nothing', () => {
  test.each<[Action, string, object]>([
    ['acknowledge', 'INC-7', { do: 'acknowledge' }],
    ['snooze_update', 'INC-7:20', { do: 'snooze', minutes: 20 }],
    ['tick_task', 'INC-7:post_mortem', { do: 'tick', task: 'post_mortem', done: true }],
    ['untick_task', 'INC-7:follow_up_2', { do: 'tick', task: 'follow_up_2', done: false }],
    ['check_data', 'INC-7', { do: 'check_data' }],
    ['draft_task', 'INC-7:runbook', { do: 'draft', task: 'runbook' }],
    ['close_false_alarm', 'INC-7', { do: 'close', how: 'false_alarm', reason: '' }],
  ])('%s %s becomes the wish of who presses', async (action, value, expected) => {
    const { press, commands, wishes, id } = await scene();
    await press('sam', action, value);
    expect(commands()).toEqual([{ by: id('sam'), ...expected }]);
    expect(wishes).toMatchObject([
      { key: expect.stringMatching(/^slack:\S+/), incident: 'INC-7', command: { replyTo: { atCard: true } } },
    ]);
  });

  test('take_command gives the command to who presses', async () => {
    const { press, commands, id } = await scene();
    await press('sam', 'take_command', 'INC-7');
    expect(commands()).toEqual([{ do: 'give_role', by: id('sam'), role: 'commander', to: id('sam') }]);
  });

  test('show_timeline shows its page to them alone', async () => {
    const { press, workspace, commands } = await scene();
    await press('sam', 'show_timeline', 'INC-7:1');
    await workspace.waitFor(() => workspace.ephemerals('sam').length === 1, { what: 'the timeline' });
    const [shown] = workspace.ephemerals('sam');
    const answer = await typed(workspace, '/incident timeline INC-7 1');
    expect(shown === undefined ? '' : workspace.draw(shown)).toBe(answer.words);
    expect(commands()).toEqual([]);
  });
});

describe('a press that is about nothing here', () => {
  const actions = [
    ...(['reopen_incident', 'escalate', 'add_note', 'pin_message', 'snooze_update', 'tick_task'] as const),
    ...(['untick_task', 'check_data', 'draft_task', 'close_false_alarm'] as const),
  ];

  test.each(actions)('(%s) changes nothing and says so', async (action) => {
    const { press, wishes, workspace, rows } = await scene();
    rows.push(row({ incident: 'INC-8', channel: workspace.channel('#private-ops').id }));
    for (const [index, value] of ['INC-8', 'INC-9', 'INC-07', 'INC-7:<x>', 'x', ''].entries()) {
      await press('sam', action, value);
      await hears(workspace, /belongs to no incident of this channel\. Nothing was changed\./, 'sam', index + 1);
    }
    expect(wishes).toEqual([]);
    expect(workspace.calls('views.open')).toEqual([]);
  });

  test.each<[Action, string]>([
    ['snooze_update', 'INC-7:1441'],
    ['snooze_update', 'INC-7:soon'],
    ['snooze_update', 'INC-7'],
    ['draft_task', 'INC-7:monitoring'],
    ['pin_message', 'INC-7:1'],
    ['pin_message', 'INC-7'],
  ])('(%s %s) was never written by the bot', async (action, value) => {
    const { press, wishes, workspace } = await scene();
    await press('sam', action, value);
    await hears(workspace, /belongs to no incident of this channel/, 'sam');
    expect(wishes).toEqual([]);
  });

  test('does nothing for people of another organisation', async () => {
    const { press, wishes, workspace, rows } = await scene({ shared: (at) => [at.channel('#partners').id] });
    rows.push(row({ incident: 'INC-8', channel: workspace.channel('#partners').id }));
    await press('mallory', 'tick_task', 'INC-8:data', '#partners');
    await hears(workspace, /Only members of the workspace/, 'mallory');
    expect(wishes).toEqual([]);
  });
});

describe('resolving', () => {
  test.each<[string, (made: RecordScene) => Promise<unknown>]>([
    ['the button', ({ press }) => press('sam', 'resolve_incident', 'INC-7')],
    ['the command', ({ workspace }) => workspace.person('sam').command('#inc-api', '/incident resolve')],
  ])('by %s asks for what only people know, and records it as one wish', async (_how, begin) => {
    const made = await scene();
    await begin(made);
    const modal = await made.form('sam');
    expect(modal.view.title.text).toBe('Resolve INC-7');
    expect(made.commands()).toEqual([]);
    const { submitted } = await made.workspace.person('sam').submit(modal, {
      reason: 'restarted <!channel> by hand, password=hunter2secret',
      impact: 'nobody could order',
      cause: 'a leak',
      follow_ups: '- file a bug @sam 2026-12-01\n- tell the vendor',
    });
    expect(submitted).toEqual({ outcome: 'closed' });
    expect(made.commands()).toEqual([
      {
        ...{ do: 'close', by: made.id('sam'), how: 'resolved' },
        reason: expect.stringMatching(/^restarted @channel by hand, password=(?!hunter2secret)/),
        told: {
          impact: 'nobody could order',
          cause: 'a leak',
          followUps: [
            { what: 'file a bug', owner: 'sam', due: '2026-12-01' },
            { what: 'tell the vendor', owner: null, due: null },
          ],
        },
      },
    ]);
  });

  test('takes what was typed after the command into the form', async () => {
    const { workspace, form } = await scene();
    await workspace.person('sam').command('#inc-api', '/incident resolve INC-7 restarted by hand');
    const modal = await form('sam');
    expect(JSON.stringify(modal.view.blocks)).toContain('"initial_value":"restarted by hand"');
    expect((await workspace.person('sam').submit(modal)).submitted).toEqual({ outcome: 'closed' });
  });

  test('needs to know what fixed it, and says so at that field', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'resolve_incident', 'INC-7');
    const { submitted } = await workspace.person('sam').submit(await form('sam'), { reason: '  ', impact: 'all' });
    expect(submitted).toEqual({
      outcome: 'errors',
      errors: { reason: 'Say why in a few words. Nothing was recorded yet.' },
    });
    expect(commands()).toEqual([]);
  });

  test.each<[string, (made: RecordScene) => Promise<unknown>, RegExp]>([
    [
      'the button',
      ({ press }) => press('sam', 'resolve_incident', 'INC-7'),
      /Slack did not open the window that asks for impact and cause\. Nothing was closed; press again\./,
    ],
    [
      'the command',
      ({ workspace }) => workspace.person('sam').command('#inc-api', '/incident resolve x'),
      /Nothing was closed; send it again, or press its button on the card\./,
    ],
  ])('by %s says so when Slack opens no window', async (_how, begin, words) => {
    const made = await scene();
    made.workspace.faults.add({ method: 'views.open', kind: { error: 'expired_trigger_id' } });
    await begin(made);
    await hears(made.workspace, words, 'sam');
    expect(made.commands()).toEqual([]);
  });

  test('says in the window that it could not be recorded', async () => {
    const { press, form, workspace } = await scene({ submit: never });
    await press('sam', 'resolve_incident', 'INC-7');
    const { submitted } = await workspace.person('sam').submit(await form('sam'), { reason: 'restarted' });
    expect(submitted).toMatchObject({ errors: { reason: expect.stringContaining('Not recorded') } });
  });

  test('of an incident that left the channel meanwhile records nothing', async () => {
    const { press, form, commands, workspace, rows } = await scene();
    await press('sam', 'resolve_incident', 'INC-7');
    const modal = await form('sam');
    rows.splice(0);
    const { submitted } = await workspace.person('sam').submit(modal, { reason: 'restarted' });
    expect(submitted).toMatchObject({ errors: { reason: expect.stringContaining('no incident of this channel') } });
    expect(commands()).toEqual([]);
  });
});

describe('a note', () => {
  test('keeps its lines, without secrets, and may be private', async () => {
    const { press, form, commands, workspace, id } = await scene();
    await press('sam', 'add_note', 'INC-7');
    const words = 'disk is fine\ntoken=xoxb-1234567890-abcdefghij';
    await workspace.person('sam').submit(await form('sam'), { words, private: 'yes' });
    expect(commands()).toEqual([
      { do: 'note', by: id('sam'), says: expect.stringMatching(/^disk is fine\n/), private: true, source: null },
    ]);
    expect(JSON.stringify(commands())).not.toContain('1234567890');
  });

  test('of nothing is refused at its field', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'add_note', 'INC-7');
    const { submitted } = await workspace.person('sam').submit(await form('sam'), { words: ' \u200b ' });
    expect(submitted).toMatchObject({ errors: { words: expect.stringContaining('Nothing was recorded') } });
    expect(commands()).toEqual([]);
  });
});

describe('reopening and escalating', () => {
  test('reopening what is closed asks why', async () => {
    const { press, form, commands, workspace, story, rows, id } = await scene();
    story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'done' });
    rows.splice(0, 1, row({ channel: workspace.channel('#inc-api').id, open: false }));
    await press('sam', 'reopen_incident', 'INC-7');
    await workspace.person('sam').submit(await form('sam'), { reason: 'it is back' });
    expect(commands()).toEqual([{ do: 'reopen', by: id('sam'), reason: 'it is back' }]);
  });

  test('reopening what is open asks nothing: the incident answers', async () => {
    const { press, commands, workspace } = await scene();
    await press('sam', 'reopen_incident', 'INC-7');
    expect(commands()).toMatchObject([{ do: 'reopen', reason: '' }]);
    expect(workspace.modals('sam')).toEqual([]);
  });

  test('escalating where nobody is left to call asks nothing: the incident answers', async () => {
    const { press, commands, id } = await scene();
    await press('sam', 'escalate', 'INC-7');
    expect(commands()).toEqual([{ do: 'escalate', by: id('sam'), reason: '' }]);
  });

  test('escalating asks why, and takes no for an answer', async () => {
    const { press, form, commands, workspace, story } = await scene();
    const level = { level: 2, to: 'seniors', after: 900_000 };
    const response = { ...story.incident.response, levels: [level] };
    Object.assign(story, { state: { ...story.incident, response } });
    await press('sam', 'escalate', 'INC-7');
    await workspace.person('sam').submit(await form('sam'), {});
    await press('sam', 'escalate', 'INC-7');
    await workspace.person('sam').submit(await form('sam'), { reason: 'it spreads' });
    expect(commands()).toMatchObject([
      { do: 'escalate', reason: '', level: 2 },
      { do: 'escalate', reason: 'it spreads', level: 2 },
    ]);
  });
});

describe('a form that was tampered with', () => {
  /** Sends a submission of Sam's as Slack would, with a view of the test's making. */
  async function sent(made: RecordScene, change: (view: Record<string, unknown>) => object): Promise<string> {
    await made.press('sam', 'add_note', 'INC-7');
    await made.workspace.person('sam').submit(await made.form('sam'), { words: 'as it was' });
    made.wishes.splice(0);
    const sent = new URLSearchParams(made.workspace.sent().at(-1)?.body).get('payload') ?? '';
    const payload = JSON.parse(sent) as { view: Record<string, unknown> };
    const body = new URLSearchParams({ payload: JSON.stringify({ ...payload, view: change(payload.view) }) });
    return (await made.workspace.send({ body: body.toString() })).body;
  }

  const values = (answers: Record<string, unknown>): object => ({ values: answers });

  test.each<[string, (view: Record<string, unknown>) => object]>([
    ['another action', (view) => ({ ...view, callback_id: 'tick_task' })],
    ['kept words that are none of ours', (view) => ({ ...view, private_metadata: '{"value":"INC-7"}' })],
    ['no field at all', (view) => ({ ...view, state: values({}) })],
    ['a field in another shape', (view) => ({ ...view, state: values({ words: { words: { value: 7 } } }) })],
  ])('(%s) says so and records nothing', async (_name, change) => {
    const made = await scene();
    expect(await sent(made, change)).toContain('another version of the bot. Nothing was recorded');
    expect(made.wishes).toEqual([]);
  });

  test('(an answer longer than Slack takes) says so at its field', async () => {
    const made = await scene();
    const state = values({ words: { words: { value: 'x'.repeat(3_001) } } });
    expect(JSON.parse(await sent(made, (view) => ({ ...view, state })))).toEqual({
      response_action: 'errors',
      errors: { words: 'This is longer than 3,000 characters. Nothing was recorded; shorten it.' },
    });
    expect(made.wishes).toEqual([]);
  });

  test('(an incident of another channel) is looked up again', async () => {
    const made = await scene();
    made.rows.push(row({ incident: 'INC-8', channel: made.workspace.channel('#private-ops').id }));
    const kept = JSON.stringify({ value: 'INC-8', channel: made.workspace.channel('#inc-api').id });
    expect(await sent(made, (view) => ({ ...view, private_metadata: kept }))).toContain('no incident of this channel');
    expect(made.wishes).toEqual([]);
  });
});

describe('statistics', () => {
  test('are posted for everybody once their button is pressed, in the name of who pressed', async () => {
    const asked: unknown[] = [];
    const { press, workspace, id } = await scene({
      postStats: (what, { user, channel }) => {
        asked.push([what, `slack:${user}`, channel]);
        return Promise.resolve(null);
      },
    });
    await press('sam', 'post_stats', '90:api-down');
    await until(() => asked.length === 1, 'the statistics');
    expect(asked).toEqual([[{ days: 90, runbook: 'api-down' }, id('sam'), workspace.channel('#inc-api').id]]);
    await press('sam', 'post_stats', 'all');
    await hears(workspace, /another version of the bot\. Nothing was posted\./, 'sam');
  });
});
