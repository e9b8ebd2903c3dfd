import { afterEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.js';
import { SOCKET_TIMES } from '../../src/slack/socket-receiver.js';
import { Bench } from '../playground/helpers.js';
import { until } from '../until.js';
import { clientOf } from './client.js';
import { hears, type Door } from './doors.js';
import { recordScene, type RecordScene, type SceneOptions } from './record-scene.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

/** A Slack that tries again at once, and signs each try a second later than the one before: the same second is a replay. */
const insistent = (tries: () => number): SceneOptions => ({
  ...{ ackTimeout: 500, eventRetries: [5, 5, 5] },
  clock: () => Date.now() + tries() * 1_000,
});

async function scene(options: SceneOptions = {}): Promise<RecordScene> {
  const made = await recordScene(bench, options);
  doors.push(made);
  return made;
}

describe.each([
  ['HTTP', {}],
  ['Socket Mode', { socket: SOCKET_TIMES }],
])('📌 over %s', (_name, transport) => {
  test('puts the message into the timeline as it is, with author, time and link', async () => {
    const { workspace, commands, wishes, say, id } = await scene(transport);
    const said = await say('ada', 'redis is at @sam & <100%>');
    await workspace.person('sam').react(said, 'pushpin');
    await until(() => wishes.length === 1, 'the wish');
    expect(commands()).toEqual([
      {
        ...{ do: 'pin', by: id('sam'), says: 'redis is at @sam & <100%>' },
        source: {
          ...{ channel: said.channel, ts: said.ts, author: id('ada') },
          at: new Date(Number(said.ts) * 1_000).toISOString(),
          link: expect.stringContaining(`/archives/${said.channel}/p${said.ts.replace('.', '')}`),
        },
      },
    ]);
    expect(wishes).toMatchObject([{ key: expect.stringMatching(/^slack:Ev/), incident: 'INC-7' }]);
    expect(workspace.ephemerals('sam')).toEqual([]);
  });

  test('taken off withdraws it', async () => {
    const { workspace, commands, wishes, say, id } = await scene(transport);
    const said = await say('ada', 'look');
    await workspace.person('sam').react(said, 'pushpin');
    await workspace.person('sam').unreact(said, 'pushpin');
    await until(() => wishes.length === 2, 'both wishes');
    expect(commands()[1]).toEqual({ do: 'unpin', by: id('sam'), channel: said.channel, ts: said.ts });
  });

  test('is sent again by Slack, as the same wish, until it is recorded', async () => {
    const keys: string[] = [];
    const { workspace, say } = await scene({
      ...transport,
      ...insistent(() => keys.length),
      submit: (item) => {
        keys.push(item.key);
        return keys.length < 3
          ? Promise.reject(new UserError('store_unavailable', 'silent'))
          : Promise.resolve('received' as const);
      },
    });
    const said = await say('ada', 'look');
    await workspace.person('sam').react(said, 'pushpin');
    await until(() => keys.length >= 3, 'the third try');
    expect(new Set(keys).size).toBe(1);
    expect(workspace.ephemerals('sam')).toEqual([]);
  });
});

describe('📌', () => {
  test('in a thread is read from the thread', async () => {
    const { workspace, commands, wishes, say } = await scene();
    const parent = await say('ada', 'first');
    await say('ada', 'between');
    const reply = await workspace.person('ada').say('#inc-api', 'second', { threadTs: parent.ts });
    await say('ada', 'last');
    await workspace.person('sam').react(reply, 'pushpin');
    await until(() => wishes.length === 1, 'the wish');
    expect(commands()).toMatchObject([{ do: 'pin', says: 'second', source: { ts: reply.ts } }]);
  });

  test('is without secrets and without what hides or acts', async () => {
    const { workspace, commands, wishes, say } = await scene();
    const said = await say('ada', 'postgres://app:hunter2secret@db/prod \u202eabc <!channel>');
    await workspace.person('sam').react(said, 'pushpin');
    await until(() => wishes.length === 1, 'the wish');
    expect(JSON.stringify(commands())).not.toContain('hunter2secret');
    expect(JSON.stringify(commands())).not.toContain('\u202e');
  });

  test('where nothing is open is nobody’s business', async () => {
    const { workspace, wishes, rows, say } = await scene();
    rows.splice(0);
    await workspace.person('sam').react(await say('ada', 'look'), 'pushpin');
    await workspace
      .person('sam')
      .react(await say('ada', 'look', '#general'), 'pushpin')
      .catch(() => undefined);
    expect(wishes).toEqual([]);
    expect(workspace.ephemerals('sam')).toEqual([]);
    expect(workspace.calls('conversations.history')).toEqual([]);
  });

  test.each(['round_pushpin', 'eyes', 'pushpin::skin-tone-2'])('is 📌 and nothing else (%s)', async (emoji) => {
    const { workspace, wishes, say } = await scene();
    await workspace.person('sam').react(await say('ada', 'look'), emoji);
    expect(wishes).toEqual([]);
    expect(workspace.calls('conversations.history')).toEqual([]);
  });

  test('of the bot itself means nothing', async () => {
    const { workspace, wishes, say } = await scene();
    const said = await say('ada', 'look');
    await workspace.person('runbook').react(said, 'pushpin');
    expect(wishes).toEqual([]);
  });

  test('on a message that Slack does not give is not recorded, and says so', async () => {
    const { workspace, wishes, say } = await scene();
    const said = await say('ada', 'look');
    workspace.faults.add({ method: 'conversations.history', kind: 'http_500' });
    await workspace.person('sam').react(said, 'pushpin');
    await hears(
      workspace,
      /Slack did not give the bot that message; it is not in the timeline\. Mark it again\./,
      'sam',
    );
    expect(wishes).toEqual([]);
  });

  test('with several open incidents asks whose timeline it is for', async () => {
    const { workspace, commands, wishes, say, another, id } = await scene();
    another('INC-8', 'redis');
    const said = await say('ada', 'look');
    await workspace.person('sam').react(said, 'pushpin');
    await hears(
      workspace,
      /Open here: INC-7 api, INC-8 redis\. Whose timeline is it for\? Nothing was recorded yet\./,
      'sam',
    );
    expect(wishes).toEqual([]);
    const [asked] = workspace.ephemerals('sam');
    if (asked === undefined) throw new Error('not asked');
    await workspace.person('sam').click(asked, 'Add to INC-8');
    expect(commands()).toMatchObject([{ do: 'pin', by: id('sam'), says: 'look', source: { ts: said.ts } }]);
    expect(wishes).toMatchObject([{ incident: 'INC-8' }]);
  });

  test('taken off, with several open, is taken off where it stands', async () => {
    const { workspace, commands, wishes, say, another, story, id } = await scene();
    another('INC-8', 'redis');
    const said = await say('ada', 'look');
    const source = {
      channel: said.channel,
      ts: said.ts,
      author: id('ada'),
      at: '2026-11-22T03:04:05.000Z',
      link: null,
    };
    story.do({ do: 'pin', by: id('sam'), source, says: 'look' });
    await workspace.person('sam').react(said, 'pushpin');
    await workspace.person('sam').unreact(said, 'pushpin');
    await until(() => wishes.length === 1, 'the wish');
    expect(commands()).toMatchObject([{ do: 'unpin', by: id('sam') }]);
    expect(wishes).toMatchObject([{ incident: 'INC-7', key: expect.stringMatching(/:INC-7$/) }]);
  });

  test('is told of when the database stays silent however often Slack tries', async () => {
    let tries = 0;
    const silent = (): Promise<never> => {
      tries += 1;
      return Promise.reject(new UserError('store_unavailable', 'silent'));
    };
    const { workspace, say } = await scene({ ...insistent(() => tries), submit: silent });
    await workspace.person('sam').react(await say('ada', 'look'), 'pushpin');
    await hears(workspace, /your 📌 is not in the timeline\. Set it again in a minute\./, 'sam');
  });

  test('of somebody of another organisation changes nothing', async () => {
    const { workspace, wishes, rows, say } = await scene({ shared: (at) => [at.channel('#partners').id] });
    const partners = workspace.channel('#partners').id;
    rows.splice(0, 1, { ...(rows[0] ?? never()), channel: partners });
    const said = await say('mallory', 'look', '#partners');
    await workspace.person('mallory').react(said, 'pushpin');
    await hears(workspace, /Only members of the workspace/, 'mallory');
    expect(wishes).toEqual([]);
    await workspace.person('ada').react(said, 'pushpin');
    await until(() => wishes.length === 1, 'the wish of one of us');
  });

  test('in a channel shared without leave changes nothing', async () => {
    const { workspace, wishes, rows, say } = await scene();
    rows.splice(0, 1, { ...(rows[0] ?? never()), channel: workspace.channel('#partners').id });
    await workspace.person('ada').react(await say('ada', 'look', '#partners'), 'pushpin');
    await hears(workspace, /shared with another organisation/, 'ada');
    expect(wishes).toEqual([]);
  });
});

describe('the message shortcut', () => {
  const SHORTCUT = 'Add to incident timeline';

  test('asks for the words, and notes them with the message they came from', async () => {
    const { workspace, commands, form, say, id } = await scene();
    const said = await say('ada', 'redis is @sam');
    expect(await workspace.person('sam').shortcut(said, SHORTCUT)).toMatchObject({ acknowledged: true });
    const modal = await form('sam');
    expect(JSON.stringify(modal.view.blocks)).toContain('"initial_value":"redis is @sam"');
    expect(workspace.draw({ ...said, text: '', blocks: modal.view.blocks })).toContain('A message of ada.');
    await workspace.person('sam').submit(modal, { words: 'Redis was out of memory' });
    expect(commands()).toEqual([
      {
        ...{ do: 'note', by: id('sam'), says: 'Redis was out of memory', private: false },
        source: expect.objectContaining({
          ts: said.ts,
          author: id('ada'),
          link: expect.stringContaining('/archives/'),
        }),
      },
    ]);
  });

  test('with several open asks which one, and needs an answer', async () => {
    const { workspace, wishes, form, say, another } = await scene();
    another('INC-8', 'redis');
    await workspace.person('sam').shortcut(await say('ada', 'look'), SHORTCUT);
    const modal = await form('sam');
    await expect(workspace.person('sam').submit(modal)).rejects.toThrow('"Which incident?" is empty');
    await workspace.person('sam').submit(modal, { incident: 'INC-8 redis' });
    expect(wishes).toMatchObject([{ incident: 'INC-8', command: { command: { do: 'note', says: 'look' } } }]);
  });

  test('where nothing is open says so', async () => {
    const { workspace, wishes, rows, say } = await scene();
    rows.splice(0);
    await workspace.person('sam').shortcut(await say('ada', 'look'), SHORTCUT);
    await hears(workspace, /Nothing is open here\. Nothing was recorded/, 'sam');
    expect(wishes).toEqual([]);
    expect(workspace.calls('views.open')).toEqual([]);
  });

  test('says so when Slack opens no window', async () => {
    const { workspace, say } = await scene();
    workspace.faults.add({ method: 'views.open', kind: { error: 'expired_trigger_id' } });
    await workspace.person('sam').shortcut(await say('ada', 'look'), SHORTCUT);
    await hears(
      workspace,
      /Slack did not open the window for your words\. Nothing was recorded; use the shortcut again\./,
      'sam',
    );
  });

  test('keeps the words when the message is gone meanwhile', async () => {
    const { workspace, wishes, form, say } = await scene();
    const said = await say('ada', 'look');
    await workspace.person('sam').shortcut(said, SHORTCUT);
    workspace.person('ada').delete(said);
    const { submitted } = await workspace.person('sam').submit(await form('sam'), { words: 'mine' });
    expect(submitted).toMatchObject({ errors: { words: expect.stringContaining('Nothing was recorded') } });
    expect(wishes).toEqual([]);
  });

  test('by somebody of another organisation does nothing', async () => {
    const { workspace, wishes, say } = await scene({ shared: (at) => [at.channel('#partners').id] });
    await workspace.person('mallory').shortcut(await say('mallory', 'look', '#partners'), SHORTCUT);
    await hears(workspace, /Only members of the workspace/, 'mallory');
    expect(wishes).toEqual([]);
  });

  test('where the bot is not says how to invite it', async () => {
    const { workspace, say } = await scene();
    workspace.channel('#inc-api').remove('@bot');
    await workspace.person('sam').shortcut(await say('ada', 'look'), SHORTCUT);
    await hears(workspace, /The bot is not in this channel; nothing started\. Send \/invite @runbook/, 'sam');
    expect(workspace.calls('views.open')).toEqual([]);
  });

  test('takes messages of programs that have no account', async () => {
    const { workspace, form, commands } = await scene();
    const client = clientOf(workspace);
    const { ts } = await client.chat.postMessage({ channel: workspace.channel('#inc-api').id, text: 'deploy 42 done' });
    const posted = workspace
      .channel('#inc-api')
      .messages()
      .find((one) => one.ts === ts);
    if (posted === undefined) throw new Error('not posted');
    await workspace.person('sam').shortcut(posted, SHORTCUT);
    await workspace.person('sam').submit(await form('sam'), {});
    expect(commands()).toMatchObject([{ do: 'note', says: 'deploy 42 done' }]);
  });
});

function never(): never {
  throw new Error('no row');
}
