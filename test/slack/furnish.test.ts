import { afterEach, describe, expect, test } from '@jest/globals';
import { Budget } from '../../src/slack/budget.js';
import { until } from '../until.js';
import { GRAFANA, open, ownChannel, RIGHTS, type Own } from './own-channel-stage.js';
import { Theatre } from './stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

const channelOf = ({ made }: Own) => {
  const [channel] = made();
  if (channel === undefined) throw new Error('no channel was made');
  return channel;
};

/** The front is found to be broken. */
function broken({ stage }: Own): void {
  for (const check of ['front', 'back', 'disk']) stage.answer(check, check !== 'front');
}

describe('the topic of an incident’s own channel', () => {
  test('says what is broken, how severe it is and who commands', async () => {
    const own = await ownChannel(theatre);
    open(own);
    broken(own);
    await own.stage.allShown();
    const by = `slack:${own.idOf('ada')}`;
    own.stage.tell({ do: 'give_role', by, role: 'commander', to: `slack:${own.idOf('sam')}` });
    own.stage.tell({ do: 'set_severity', by, severity: 'low' });
    await own.stage.allShown();
    expect(channelOf(own).topic).toBe('INC-1 · Low · api down: front broken · commander sam');
  });

  test('is set when it changes, and at no other time: each time is a line in the channel', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    own.stage.answer('back', true);
    own.stage.tell({ do: 'note', by: `slack:${own.idOf('ada')}`, says: 'hm', private: false, source: null });
    await own.stage.allShown();
    expect(own.workspace.calls('conversations.setTopic')).toHaveLength(1);
  });

  test('waits where too many were set, and holds up no verdict', async () => {
    const own = await ownChannel(theatre, { topics: new Budget(1, 0) });
    open(own);
    await own.stage.allShown();
    broken(own);
    await until(() => own.card().text.includes('front broken'), 'the verdict');
    expect(own.workspace.calls('conversations.setTopic')).toHaveLength(1);
  });

  test('takes no link and no mention from a name', async () => {
    const own = await ownChannel(theatre, {
      more: {
        people: [
          { name: 'ada' },
          { name: 'sam', realName: '<!channel> & co' },
          { name: 'lee' },
          { name: 'kim' },
          { name: 'mallory' },
        ],
      },
    });
    open(own);
    const sam = `slack:${own.idOf('sam')}`;
    own.stage.tell({ do: 'give_role', by: sam, role: 'commander', to: sam });
    await own.stage.allShown();
    expect(channelOf(own).topic).not.toMatch(/[<>]/);
  });
});

describe('into an incident’s own channel', () => {
  const membersOf = (own: Own): string[] => {
    return ['ada', 'sam', 'kim', 'lee'].filter((who) => channelOf(own).members.includes(own.idOf(who)));
  };

  test('who opened it and the approvers are invited', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    expect(membersOf(own)).toEqual(['ada', 'sam', 'lee']);
    expect(own.workspace.calls('conversations.invite')).toHaveLength(1);
  });

  test('whoever takes a role later is invited then', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    const kim = `slack:${own.idOf('kim')}`;
    own.stage.tell({ do: 'give_role', by: `slack:${own.idOf('ada')}`, role: 'scribe', to: kim });
    await own.stage.allShown();
    expect(membersOf(own)).toContain('kim');
  });

  test('one who cannot be invited keeps out nobody else', async () => {
    const own = await ownChannel(theatre);
    own.workspace.deactivate('ada');
    open(own);
    await own.stage.allShown();
    expect(membersOf(own)).toEqual(['sam', 'lee']);
  });

  test('nobody is called for a drill but who does it', async () => {
    const own = await ownChannel(theatre);
    open(own, '#inc-api', true);
    await own.stage.allShown();
    const { members, topic, name } = own.workspace.channel(own.stage.state.home ?? '').info();
    expect(name).toMatch(/^drill-/);
    expect(new Set(members)).toEqual(new Set([own.idOf('ada'), own.workspace.identity.botUserId]));
    expect(topic).toContain('drill, practice only');
  });
});

describe('at the top of an incident’s own channel', () => {
  test('stand its card and the runbook’s pages, once', async () => {
    const own = await ownChannel(theatre);
    open(own);
    await own.stage.allShown();
    const links = channelOf(own).bookmarks.map(({ title, link }) => [title, link]);
    expect(links).toEqual([
      ['INC-1: the card', expect.stringContaining(`/archives/${channelOf(own).id}/p`)],
      ['Grafana', GRAFANA],
    ]);
  });

  test('nothing is put where the bot cannot see what is there', async () => {
    const own = await ownChannel(theatre, { rights: RIGHTS.filter((one) => one !== 'bookmarks:read') });
    open(own);
    await own.stage.allShown();
    expect(own.workspace.calls('bookmarks.add')).toEqual([]);
    expect(channelOf(own).topic).toContain('INC-1');
  });

  test('a link that Slack refuses holds up nothing', async () => {
    const own = await ownChannel(theatre);
    own.workspace.faults.add({ method: 'bookmarks.add', kind: { error: 'invalid_link' } });
    open(own);
    await own.stage.allShown();
    expect(channelOf(own).bookmarks.map(({ title }) => title)).toEqual(['Grafana']);
  });

  test('a link waits as long as Slack asks', async () => {
    const own = await ownChannel(theatre);
    own.workspace.faults.add({ method: 'bookmarks.add', kind: 'rate_limited', retryAfter: 1 });
    open(own);
    await own.stage.allShown();
    expect(channelOf(own).bookmarks).toHaveLength(2);
  });
});
