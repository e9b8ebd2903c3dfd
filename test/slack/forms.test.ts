import { afterEach, describe, expect, test } from '@jest/globals';
import type { Modal } from '../../playground/modals.js';
import type { Action } from '../../src/view/message.js';
import type { Story } from '../builders.js';
import { offers } from '../commands/offering.js';
import { Bench, call } from '../playground/helpers.js';
import { until } from '../until.js';
import { buttons, hears, never, openDoor, type Door, type DoorOptions } from './doors.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

const RESTART = 1;
const MEMORY = 2;

interface Scene extends Door {
  readonly story: Story;
  readonly press: (who: string, action: Action, number: number, where?: string) => Promise<void>;
  /** The form on somebody's screen. */
  readonly form: (who: string) => Promise<Modal>;
  readonly commands: () => object[];
  readonly id: (who: string) => string;
}

/** In INC-7 Ada has asked for more memory (request 1 of offer 2), unless told. Sam and Lee may approve, Kim may break the glass. */
async function scene(options: DoorOptions = {}, asked = true): Promise<Scene> {
  const workspace = await bench.workspace({ scopes: ['users:read', 'usergroups:read'], limits: { enabled: false } });
  const story = offers(workspace.channel('#inc-api').id, 'INC-7');
  const made = await openDoor(workspace, {
    look: { read: () => Promise.resolve(story.incident) },
    parties: (at) => ({
      'api-approvers': { name: 'api-approvers', groups: [at.group('api-approvers').id], users: [] },
      seniors: { name: 'seniors', groups: [], users: [at.person('kim').id] },
    }),
    breakGlass: 'seniors',
    ...options,
  });
  doors.push(made);
  const id = (who: string): string => `slack:${workspace.person(who).id}`;
  if (asked) story.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
  const press = async (who: string, action: Action, number: number, where = '#inc-api'): Promise<void> => {
    const card = await buttons(workspace, { action, value: `INC-7:${number}` }, where);
    expect(await workspace.person(who).click(card, 'Press')).toMatchObject({ acknowledged: true });
  };
  const form = (who: string): Promise<Modal> =>
    workspace.waitFor(() => workspace.modals(who).at(-1), { what: `a form for ${who}` });
  const commands = (): object[] => made.wishes.map(({ command }) => (command as { command: object }).command);
  return { ...made, story, press, form, commands, id };
}

/** What a form shows. */
const shown = ({ view }: Modal): string => JSON.stringify(view.blocks);

describe('denying', () => {
  test('asks for a reason, and records it with the no', async () => {
    const { press, form, commands, workspace, id, wishes } = await scene();
    await press('sam', 'deny_remedy', 1);
    const modal = await form('sam');
    expect(modal.view.title.text).toBe('Deny the request');
    expect(shown(modal)).toContain('raise memory to 512 MiB');
    expect(shown(modal)).toContain('container api_1 on host local');
    expect(commands()).toEqual([]);
    const { submitted } = await workspace.person('sam').submit(modal, { reason: ' the leak is <!channel> known ' });
    expect(submitted).toEqual({ outcome: 'closed' });
    const reason = 'the leak is @channel known';
    expect(commands()).toEqual([{ do: 'deny', by: id('sam'), request: 1, reason, may: true }]);
    expect(wishes).toMatchObject([{ incident: 'INC-7', command: { replyTo: { atCard: true } } }]);
  });

  test.each(['   ', '\u200b', '\n\t'])(
    'with a reason that is none (%j) says so in the window, and keeps it open',
    async (reason) => {
      const { press, form, commands, workspace } = await scene();
      await press('sam', 'deny_remedy', 1);
      const { submitted } = await workspace.person('sam').submit(await form('sam'), { reason });
      expect(submitted).toEqual({
        outcome: 'errors',
        errors: { reason: 'Say why in a few words. Nothing was recorded yet.' },
      });
      expect(commands()).toEqual([]);
      expect((await workspace.person('sam').submit(await form('sam'), { reason: 'not now' })).submitted).toEqual({
        outcome: 'closed',
      });
      expect(commands()).toMatchObject([{ do: 'deny', reason: 'not now' }]);
    },
  );

  test('by closing the window does nothing', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'deny_remedy', 1);
    await workspace.person('sam').close(await form('sam'));
    expect(commands()).toEqual([]);
  });

  test('by others asks for nothing: the attempt is recorded', async () => {
    const { press, commands, workspace, id } = await scene();
    await press('kim', 'deny_remedy', 1);
    expect(commands()).toEqual([{ do: 'deny', by: id('kim'), request: 1, reason: '', may: false }]);
    expect(workspace.modals('kim')).toEqual([]);
  });

  test('one’s own request needs no right to approve', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('ada', 'deny_remedy', 1);
    await workspace.person('ada').submit(await form('ada'), { reason: 'a mistake' });
    expect(commands()).toMatchObject([{ do: 'deny', reason: 'a mistake', may: false }]);
  });

  test('what was decided meanwhile asks for nothing: the incident answers', async () => {
    const { press, commands, story, id, workspace } = await scene();
    story.do({ do: 'withdraw', by: id('ada'), request: 1 });
    await press('sam', 'deny_remedy', 1);
    expect(commands()).toMatchObject([{ do: 'deny', request: 1 }]);
    expect(workspace.modals('sam')).toEqual([]);
  });

  test('works in a direct message', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'deny_remedy', 1, workspace.dm('sam').id);
    await workspace.person('sam').submit(await form('sam'), { reason: 'no' });
    expect(commands()).toMatchObject([{ do: 'deny', may: true }]);
  });

  test('is judged again when the window is sent: who left the group meanwhile is no approver', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'deny_remedy', 1);
    const modal = await form('sam');
    workspace.setGroup('api-approvers', ['lee']);
    await workspace.person('sam').submit(modal, { reason: 'no' });
    expect(commands()).toMatchObject([{ do: 'deny', may: false }]);
  });

  test('keeps what was written when Slack does not tell who may', async () => {
    const { press, form, commands, workspace } = await scene();
    await press('sam', 'deny_remedy', 1);
    const modal = await form('sam');
    workspace.faults.add({ method: 'usergroups.users.list', kind: 'http_500' });
    const errors = { reason: 'Slack did not tell who is in api-approvers; nothing was denied. Press again.' };
    expect((await workspace.person('sam').submit(modal, { reason: 'no' })).submitted).toEqual({
      outcome: 'errors',
      errors,
    });
    expect(commands()).toEqual([]);
  });

  test('says in the window that it could not be recorded', async () => {
    const { press, form, workspace } = await scene({ submit: never });
    await press('sam', 'deny_remedy', 1);
    const { submitted } = await workspace.person('sam').submit(await form('sam'), { reason: 'no' });
    expect(submitted).toMatchObject({ errors: { reason: expect.stringContaining('Not recorded') } });
  });

  test('sent twice is one wish', async () => {
    const { press, form, wishes, workspace } = await scene();
    await press('sam', 'deny_remedy', 1);
    const modal = await form('sam');
    await workspace.person('sam').submit(modal, { reason: 'no' });
    const sent = workspace.sent().at(-1);
    await workspace.send({ body: sent?.body ?? '', timestamp: Math.floor(Date.now() / 1_000) + 1 });
    expect(wishes).toHaveLength(2);
    expect(wishes[0]?.key).toBe(wishes[1]?.key);
  });

  test('says so when Slack opens no window', async () => {
    const { press, workspace, commands } = await scene();
    workspace.faults.add({ method: 'views.open', kind: { error: 'expired_trigger_id' } });
    await press('sam', 'deny_remedy', 1);
    await hears(
      workspace,
      /Slack did not open the window that asks for your reason\. Nothing was denied; press again\./,
      'sam',
    );
    expect(commands()).toEqual([]);
  });
});

describe('breaking the glass', () => {
  test('shows what will be done, asks for a reason, and goes around the request that waits', async () => {
    const { press, form, commands, workspace, id } = await scene();
    await press('kim', 'break_glass', MEMORY);
    const modal = await form('kim');
    for (const words of [
      'This runs at once',
      'raise memory to 512 MiB',
      'container api_1',
      'docker restart api_1',
      'high',
    ])
      expect(shown(modal)).toContain(words);
    expect(shown(modal)).toContain('Your name and your reason are posted in the channel');
    await workspace.person('kim').submit(modal, { reason: 'nobody answers' });
    expect(commands()).toEqual([
      { do: 'break_glass', by: id('kim'), offer: MEMORY, request: 1, reason: 'nobody answers', may: true },
    ]);
  });

  test('of what nobody asked for yet names the offer alone', async () => {
    const { press, form, commands, workspace, id } = await scene({}, false);
    await press('kim', 'break_glass', RESTART);
    await workspace.person('kim').submit(await form('kim'), { reason: 'now' });
    expect(commands()).toEqual([
      { do: 'break_glass', by: id('kim'), offer: RESTART, request: null, reason: 'now', may: true },
    ]);
  });

  test('of an offer that is gone when the window is sent is left to the incident', async () => {
    const { press, form, commands, workspace, story, id } = await scene({}, false);
    await press('kim', 'break_glass', RESTART);
    const modal = await form('kim');
    story.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
    await workspace.person('kim').submit(modal, { reason: 'now' });
    expect(commands()).toMatchObject([{ do: 'break_glass', offer: RESTART, request: null, may: true }]);
  });

  test('by others asks for nothing: the attempt is recorded', async () => {
    const { press, commands, workspace, id } = await scene();
    await press('sam', 'break_glass', MEMORY);
    expect(commands()).toEqual([
      { do: 'break_glass', by: id('sam'), offer: MEMORY, request: 1, reason: '', may: false },
    ]);
    expect(workspace.modals('sam')).toEqual([]);
  });

  test('where config.yml names nobody is an attempt of anybody', async () => {
    const made = await scene({ parties: () => ({}) });
    await made.press('kim', 'break_glass', MEMORY);
    expect(made.commands()).toMatchObject([{ do: 'break_glass', may: false }]);
  });

  test('is not tried when Slack does not tell who may', async () => {
    const { press, commands, workspace } = await scene();
    workspace.faults.add({ method: 'users.info', kind: 'http_500' });
    await press('kim', 'break_glass', MEMORY);
    await hears(workspace, /Slack did not tell who is in seniors; nothing was run\. Press again\./, 'kim');
    expect(commands()).toEqual([]);
  });

  test('of an older card asks for nothing: the incident answers', async () => {
    const { press, commands, workspace } = await scene();
    await press('kim', 'break_glass', 99);
    expect(commands()).toMatchObject([{ do: 'break_glass', offer: 99, request: null }]);
    expect(workspace.modals('kim')).toEqual([]);
  });
});

test('a window of another version of the bot says so, and stays', async () => {
  const { press, workspace, commands } = await scene();
  await press('sam', 'deny_remedy', 1);
  await until(() => workspace.modals('sam').length === 1, 'the form');
  const [modal] = workspace.modals('sam');
  if (modal === undefined) throw new Error('no form');
  await call(workspace, 'views.update', {
    view_id: modal.id,
    view: {
      ...{ type: 'modal', callback_id: 'deny_remedy', private_metadata: '{"value":"INC-7:1"}' },
      ...{ title: { type: 'plain_text', text: 'Old' }, submit: { type: 'plain_text', text: 'Send' }, blocks: [] },
    },
  });
  const { submitted } = await workspace.person('sam').submit(modal, {});
  expect(submitted).toEqual({ outcome: 'updated' });
  expect(shown(workspace.modals('sam')[0] ?? modal)).toContain('another version of the bot. Nothing was recorded');
  expect(commands()).toEqual([]);
});
