import { afterEach, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import type { Command } from '../../src/incident/command.js';
import type { Incident } from '../../src/incident/state.js';
import type { Action } from '../../src/view/message.js';
import type { Story } from '../builders.js';
import { offers } from '../commands/offering.js';
import { lived } from '../lived.js';
import { Bench } from '../playground/helpers.js';
import { buttons, hears, never, openDoor, type Door, type DoorOptions } from './doors.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

const RESTART = 1;
const MEMORY = 2;
const SCOPES = ['users:read', 'usergroups:read'];

interface Scene extends Door {
  readonly story: Story;
  /** Presses, as somebody, somewhere; returns whether Slack was answered in time. */
  readonly press: (who: string, action: Action, number: number | string, where?: string) => Promise<boolean>;
  readonly id: (who: string) => string;
  /** The commands of the wishes so far. */
  readonly commands: () => object[];
}

/** INC-7 in #inc-api offers a restart (medium) and more memory (high). Sam and Lee may approve, Kim may break the glass. */
async function scene(options: DoorOptions & { home?: string | null } = {}): Promise<Scene> {
  const workspace = await bench.workspace({ scopes: SCOPES, limits: { enabled: false } });
  const home = options.home === undefined ? workspace.channel('#inc-api').id : options.home;
  const story = offers(home, 'INC-7');
  const made = await openDoor(workspace, {
    look: { read: (id) => Promise.resolve(id === 'INC-7' ? story.incident : null) },
    parties: (at) => ({
      'api-approvers': { name: 'api-approvers', groups: [at.group('api-approvers').id], users: [] },
      seniors: { name: 'seniors', groups: [], users: [at.person('kim').id] },
    }),
    breakGlass: 'seniors',
    ...options,
  });
  doors.push(made);
  const press = async (who: string, action: Action, number: number | string, where = '#inc-api') => {
    const value = typeof number === 'string' ? number : `INC-7:${number}`;
    const card = await buttons(workspace, { action, value }, where);
    return (await workspace.person(who).click(card, 'Press')).acknowledged;
  };
  const commands = (): object[] => made.wishes.map(({ command }) => (command as { command: object }).command);
  return { ...made, story, press, commands, id: (who) => `slack:${workspace.person(who).id}` };
}

/** Ada asked for an offer; request 1 waits. */
async function asked(offer = MEMORY, options: DoorOptions = {}): Promise<Scene> {
  const made = await scene(options);
  made.story.do({ do: 'request', by: made.id('ada'), offer, may: false });
  return made;
}

describe('asking for a remedy', () => {
  test('becomes a wish of who presses, answered at the card', async () => {
    const { press, wishes, commands, id } = await scene();
    expect(await press('ada', 'request_remedy', RESTART)).toBe(true);
    expect(commands()).toEqual([{ do: 'request', by: id('ada'), offer: RESTART, may: false }]);
    expect(wishes).toMatchObject([
      { key: expect.stringMatching(/^slack:\S+/), incident: 'INC-7', command: { replyTo: { atCard: true } } },
    ]);
  });

  test('counts as a yes of their own where one approver is enough', async () => {
    const { press, commands, id } = await scene();
    await press('sam', 'request_remedy', RESTART);
    expect(commands()).toEqual([{ do: 'request', by: id('sam'), offer: RESTART, may: true }]);
  });

  test('does not where a second person is needed, and Slack is not even asked', async () => {
    const { press, commands, workspace } = await scene();
    await press('sam', 'request_remedy', MEMORY);
    expect(commands()).toMatchObject([{ do: 'request', offer: MEMORY, may: false }]);
    expect(workspace.calls('usergroups.users.list')).toEqual([]);
  });

  test('asks for approval when Slack does not tell whether it is an approver who asks', async () => {
    const { press, commands, workspace } = await scene();
    workspace.faults.add({ method: 'usergroups.users.list', kind: 'http_500' });
    await press('sam', 'request_remedy', RESTART);
    expect(commands()).toMatchObject([{ do: 'request', may: false }]);
  });

  test('with a button of an older card leaves the answer to the incident', async () => {
    const { press, commands } = await scene();
    await press('ada', 'request_remedy', 99);
    expect(commands()).toMatchObject([{ do: 'request', offer: 99 }]);
  });
});

describe('approving', () => {
  test('is a yes of an approver', async () => {
    const { press, commands, id } = await asked();
    await press('sam', 'approve_remedy', 1);
    expect(commands()).toEqual([{ do: 'approve', by: id('sam'), request: 1, may: true }]);
  });

  test('by others is recorded as an attempt', async () => {
    const { press, commands, id } = await asked();
    await press('kim', 'approve_remedy', 1);
    expect(commands()).toEqual([{ do: 'approve', by: id('kim'), request: 1, may: false }]);
  });

  test('by somebody who was taken out of the group meanwhile is no yes', async () => {
    const { press, commands, workspace } = await asked();
    await press('sam', 'approve_remedy', 1);
    workspace.setGroup('api-approvers', ['lee']);
    await press('sam', 'approve_remedy', 1);
    expect(commands()).toMatchObject([{ may: true }, { may: false }]);
  });

  test.each(['http_500', 'timeout'] as const)(
    'changes nothing when Slack does not tell who may (%s), says so in time, and works when pressed again',
    async (kind) => {
      const { press, commands, workspace } = await asked();
      workspace.faults.add({ method: 'usergroups.users.list', kind });
      const { result, ms } = await lived(() => press('sam', 'approve_remedy', 1));
      expect({ acknowledged: result, quick: ms < 3_000 }).toEqual({ acknowledged: true, quick: true });
      await hears(workspace, /Slack did not tell who is in api-approvers; nothing was approved\. Press again\./, 'sam');
      expect(commands()).toEqual([]);
      await press('sam', 'approve_remedy', 1);
      expect(commands()).toMatchObject([{ do: 'approve', may: true }]);
      await workspace.stop();
    },
  );

  test('twice is two wishes: the incident knows which came first', async () => {
    const { press, wishes } = await asked();
    await Promise.all([press('sam', 'approve_remedy', 1), press('lee', 'approve_remedy', 1)]);
    expect(new Set(wishes.map(({ key }) => key)).size).toBe(2);
  });

  test('of a request nobody made is left to the incident, without a right', async () => {
    const { press, commands } = await asked();
    await press('sam', 'approve_remedy', 7);
    expect(commands()).toMatchObject([{ do: 'approve', request: 7, may: false }]);
  });

  test('counts in a direct message, wherever the incident lives', async () => {
    const { press, commands, workspace } = await asked();
    await press('sam', 'approve_remedy', 1, workspace.dm('sam').id);
    expect(commands()).toMatchObject([{ do: 'approve', may: true }]);
  });

  test('by a party that config.yml has no more is no yes', async () => {
    const { press, commands } = await asked(MEMORY, { parties: () => ({}) });
    await press('sam', 'approve_remedy', 1);
    expect(commands()).toMatchObject([{ may: false }]);
  });

  test('is told when it could not be recorded', async () => {
    const { press, workspace } = await asked(MEMORY, { submit: never });
    const { result, ms } = await lived(() => press('sam', 'approve_remedy', 1));
    expect({ acknowledged: result, quick: ms < 3_000 }).toEqual({ acknowledged: true, quick: true });
    await hears(workspace, /Not recorded, nothing started/, 'sam');
  });

  test('while Slack and the database are slow is still answered within 3 s', async () => {
    const { press, workspace } = await asked(MEMORY, { submit: never });
    workspace.faults.add({ method: 'conversations.info', kind: 'timeout' });
    const { result, ms } = await lived(() => press('sam', 'approve_remedy', 1));
    expect({ acknowledged: result, quick: ms < 3_000 }).toEqual({ acknowledged: true, quick: true });
    await hears(workspace, /Not recorded, nothing started/, 'sam');
    await workspace.stop();
  });
});

describe('a press that is about nothing here', () => {
  const values = ['INC-7', 'INC-7:', 'INC-7:0', 'INC-7:1:1', 'INC-07:1', 'INC-7:1e3', ' INC-7:1', 'INC-8:1', 'x', ''];
  const actions = [
    ...(['request_remedy', 'approve_remedy', 'deny_remedy', 'withdraw_remedy'] as const),
    ...(['break_glass', 'say_happened', 'say_not_happened'] as const),
  ];

  test.each(actions)('(%s) changes nothing and says so', async (action) => {
    const { press, wishes, workspace } = await asked();
    for (const [index, value] of values.entries()) {
      expect(await press('sam', action, value)).toBe(true);
      await hears(workspace, /belongs to no incident of this channel\. Nothing was run\./, 'sam', index + 1);
    }
    expect(wishes).toEqual([]);
    expect(workspace.calls('views.open')).toEqual([]);
  });

  test.each(actions)('(%s) does not reach an incident of another channel', async (action) => {
    const { press, wishes, workspace } = await asked();
    await press('sam', action, 1, '#private-ops');
    await hears(workspace, /belongs to no incident of this channel/, 'sam');
    expect(wishes).toEqual([]);
  });

  test.each(['request_remedy', 'withdraw_remedy', 'break_glass', 'say_happened'] as const)(
    '(%s) is refused in a direct message: only approvers are asked there',
    async (action) => {
      const { press, wishes, workspace } = await asked();
      await press('kim', action, 1, workspace.dm('kim').id);
      await hears(workspace, /belongs to no incident of this channel/, 'kim');
      expect(wishes).toEqual([]);
    },
  );

  test('by somebody of another organisation does nothing', async () => {
    const workspace = await bench.workspace({ scopes: SCOPES });
    const partners = workspace.channel('#partners').id;
    const story = offers(partners, 'INC-7');
    const made = await openDoor(workspace, {
      shared: () => [partners],
      look: { read: () => Promise.resolve(story.incident) },
    });
    doors.push(made);
    const card = await buttons(workspace, { action: 'request_remedy', value: 'INC-7:1' }, '#partners');
    await workspace.person('mallory').click(card, 'Press');
    await hears(workspace, /Only members of the workspace/, 'mallory');
    expect(made.wishes).toEqual([]);
  });
});

describe('withdrawing, and saying what became of it', () => {
  test.each<[Action, Partial<Command>]>([
    ['withdraw_remedy', { do: 'withdraw' }],
    ['say_happened', { do: 'settle', happened: true }],
    ['say_not_happened', { do: 'settle', happened: false }],
  ])('%s is a wish', async (action, expected) => {
    const { press, commands, id } = await asked();
    await press('ada', action, 1);
    expect(commands()).toEqual([{ by: id('ada'), request: 1, ...expected }]);
  });
});

test('a direct message the incident goes on in is its channel', async () => {
  const workspace = await bench.workspace({ scopes: SCOPES });
  const home = workspace.dm('ada').id;
  const incident: Incident = offers(home, 'INC-7').incident;
  const made = await openDoor(workspace, { look: { read: () => Promise.resolve(incident) } });
  doors.push(made);
  await pressIn(workspace, home);
  expect(made.wishes).toMatchObject([{ command: { command: { do: 'request', offer: RESTART } } }]);
});

async function pressIn(workspace: Workspace, channel: string): Promise<void> {
  const card = await buttons(workspace, { action: 'request_remedy', value: `INC-7:${RESTART}` }, channel);
  await workspace.person('ada').click(card, 'Press');
}
