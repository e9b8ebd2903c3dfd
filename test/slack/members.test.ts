import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Workspace } from '../../playground/workspace.js';
import { Members } from '../../src/slack/members.js';
import type { SlackParty } from '../../src/slack/parties.js';
import { lived } from '../lived.js';
import { Bench } from '../playground/helpers.js';
import { clientOf } from './client.js';

const bench = new Bench();
afterEach(() => bench.clear());

interface Asked {
  readonly workspace: Workspace;
  readonly party: SlackParty;
  readonly members: Members;
  readonly belongs: (who: string, party?: SlackParty) => Promise<string>;
}

/** Sam and Lee are in the group, Kim is named. */
async function asked(scopes = ['users:read', 'usergroups:read']): Promise<Asked> {
  const workspace = await bench.workspace({ scopes, limits: { enabled: false } });
  const members = new Members(clientOf(workspace), pino({ level: 'silent' }));
  const party = {
    name: 'approvers',
    groups: [workspace.group('api-approvers').id],
    users: [workspace.person('kim').id],
  };
  const belongs = (who: string, where: SlackParty = party): Promise<string> =>
    members.belongs(workspace.person(who).id, where);
  return { workspace, party, members, belongs };
}

describe('whether somebody belongs to a party', () => {
  test.each([
    ['sam', 'yes'],
    ['kim', 'yes'],
    ['ada', 'no'],
  ])('%s: %s', async (who, expected) => {
    const { belongs } = await asked();
    expect(await belongs(who)).toBe(expected);
  });

  test('is asked at every click: who was taken out is out at once', async () => {
    const { belongs, workspace } = await asked();
    expect(await belongs('sam')).toBe('yes');
    workspace.setGroup('api-approvers', ['lee']);
    expect(await belongs('sam')).toBe('no');
    workspace.setGroup('api-approvers', ['sam']);
    expect(await belongs('sam')).toBe('yes');
  });

  test('is one question for clicks of the same moment', async () => {
    const { belongs, workspace } = await asked();
    expect(await Promise.all(['sam', 'lee', 'ada', 'sam'].map((who) => belongs(who)))).toEqual([
      ...['yes', 'yes', 'no', 'yes'],
    ]);
    expect(workspace.calls('usergroups.users.list')).toHaveLength(1);
  });

  test('is no for somebody whose account was deactivated, though config.yml still names them', async () => {
    const { belongs, workspace } = await asked();
    workspace.deactivate('kim');
    workspace.deactivate('sam');
    expect(await belongs('kim')).toBe('no');
    expect(await belongs('sam')).toBe('no');
  });

  test.each(['http_500', 'reset', 'rate_limited', { error: 'no_such_subteam' }] as const)(
    'is not known when Slack fails (%j), and known again at the next click',
    async (kind) => {
      const { belongs, workspace } = await asked();
      workspace.faults.add({ method: 'usergroups.users.list', kind });
      expect(await belongs('sam')).toBe('untold');
      expect(await belongs('sam')).toBe('yes');
    },
  );

  test('is not known when Slack does not tell who the person is', async () => {
    const { belongs, workspace } = await asked();
    workspace.faults.add({ method: 'users.info', kind: 'http_500' });
    expect(await belongs('kim')).toBe('untold');
  });

  test('is not known when Slack stays silent for a second; the next click does not wait for the first', async () => {
    const { belongs, workspace } = await asked();
    workspace.faults.add({ method: 'usergroups.users.list', kind: 'timeout' });
    const { result, ms } = await lived(() => belongs('sam'));
    expect(result).toBe('untold');
    expect(ms).toBeLessThan(2_000);
    expect(await belongs('sam')).toBe('yes');
    await workspace.stop();
  });

  test('is not known without the right to read groups; the named are all the same', async () => {
    const { belongs } = await asked(['users:read']);
    expect(await belongs('sam')).toBe('untold');
    expect(await belongs('kim')).toBe('yes');
  });

  test('is no in a party without anybody in Slack', async () => {
    const { belongs } = await asked();
    expect(await belongs('sam', { name: 'desk', groups: [], users: [] })).toBe('no');
  });
});

describe('everybody in a party', () => {
  test('is once, whether named or in a group', async () => {
    const { members, party, workspace } = await asked();
    const ids = ['kim', 'sam', 'lee'].map((name) => workspace.person(name).id);
    const sam = workspace.person('sam').id;
    expect(await members.everybody({ ...party, users: [...party.users, sam] })).toEqual(expect.arrayContaining(ids));
    expect(await members.everybody({ ...party, users: [sam] })).toHaveLength(2);
  });

  test('is not known when Slack fails', async () => {
    const { members, party, workspace } = await asked();
    workspace.faults.add({ method: 'usergroups.users.list', kind: 'http_500' });
    expect(await members.everybody(party)).toBeNull();
  });
});
