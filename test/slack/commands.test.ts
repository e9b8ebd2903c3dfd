import { afterEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.js';
import { lived } from '../lived.js';
import { Bench } from '../playground/helpers.js';
import { never, openDoor, row, typed, type Door, type DoorOptions } from './doors.js';

const bench = new Bench();
const doors: Door[] = [];
afterEach(async () => {
  for (const one of doors.splice(0)) await one.close();
  await bench.clear();
});

async function door(options: DoorOptions = {}): Promise<Door> {
  const made = await openDoor(await bench.workspace({ scopes: ['users:read'] }), options);
  doors.push(made);
  return made;
}

describe('a typed command', () => {
  test('that opens is recorded under Slack’s own id of it, then acknowledged without words', async () => {
    const { workspace, wishes } = await door();
    const { acknowledged, words } = await typed(workspace, '/incident api-down --drill');
    const ada = workspace.person('ada').id;
    const channel = workspace.channel('#inc-api').id;
    expect({ acknowledged, words }).toEqual({ acknowledged: true, words: '' });
    expect(wishes).toMatchObject([
      {
        key: expect.stringMatching(/^slack:\S+$/),
        incident: null,
        command: {
          command: { do: 'open', by: `slack:${ada}`, channel, drill: true },
          runbook: 'api-down',
          replyTo: { channel, user: ada },
        },
      },
    ]);
  });

  test('twice is two wishes: the ids differ', async () => {
    const { workspace, wishes } = await door();
    await typed(workspace, '/incident api-down');
    await typed(workspace, '/incident api-down');
    expect(new Set(wishes.map(({ key }) => key)).size).toBe(2);
  });

  test('that reads is answered to who asked alone', async () => {
    const { workspace, wishes } = await door();
    const { response, words } = await typed(workspace, '/incident list');
    expect(words).toBe('Nothing is open here.');
    expect(response?.onlyFor).toBe(workspace.person('ada').id);
    expect(wishes).toEqual([]);
  });

  test('comes without Slack’s escapes, and goes back inert', async () => {
    const { workspace, wishes, rows } = await door();
    rows.push(row({ channel: workspace.channel('#inc-api').id }));
    await typed(workspace, '/incident cancel a < b && c > d');
    expect(wishes[0]?.command).toMatchObject({ command: { reason: 'a < b && c > d' } });
    const { response } = await typed(workspace, '/incident @sam <!channel> @here');
    if (response === undefined) throw new Error('no answer');
    expect(workspace.mentions(response)).toEqual({ users: [], groups: [], broadcasts: [] });
  });

  test.each<[string, string, string]>([
    ['a channel without the bot', '#general', 'Send /invite @runbook, then send your command again.'],
    ['a channel shared with others', '#partners', 'use an internal channel'],
    ['a direct message, to open', '@bot', 'Incidents live in channels'],
  ])('in %s starts nothing and says what to do', async (_, where, expected) => {
    const { workspace, wishes } = await door();
    expect((await typed(workspace, '/incident api-down', where)).words.replace(/\s+/g, ' ')).toContain(expected);
    expect(wishes).toEqual([]);
  });

  test('in a direct message reads', async () => {
    const { workspace } = await door();
    expect((await typed(workspace, '/incident runbooks', '@bot')).words).toContain('api-down');
  });

  test('in a shared channel that config.yml names is heard', async () => {
    const { workspace, wishes } = await door({ shared: (made) => [made.channel('#partners').id] });
    await typed(workspace, '/incident api-down', '#partners');
    expect(wishes).toHaveLength(1);
  });

  test.each([
    ['from another workspace', { team: 'T0OTHER' }, 'Only members of the workspace'],
    ['from nobody’s workspace', { team: '' }, 'Only members of the workspace'],
  ])('%s starts nothing', async (_, options, expected) => {
    const { workspace, wishes } = await door(options);
    expect((await typed(workspace, '/incident api-down')).words).toContain(expected);
    expect(wishes).toEqual([]);
  });

  test('to an installation on a whole Grid starts nothing', async () => {
    const { workspace, wishes } = await door();
    await typed(workspace, '/incident help');
    const sent = workspace.sent()[0];
    const fields = new URLSearchParams(sent?.body);
    fields.set('is_enterprise_install', 'true');
    fields.set('text', 'api-down');
    expect((await workspace.send({ body: fields.toString() })).body).toContain('Enterprise Grid');
    expect(wishes).toEqual([]);
  });

  test.each(['http_500', 'timeout'] as const)(
    'goes on when Slack does not say what channel it is (%s)',
    async (kind) => {
      const { workspace, wishes } = await door();
      workspace.faults.add({ method: 'conversations.info', kind });
      const { result, ms } = await lived(() => typed(workspace, '/incident api-down'));
      expect({ acknowledged: result.acknowledged, quick: ms < 3_000, wishes: wishes.length }).toEqual({
        acknowledged: true,
        quick: true,
        wishes: 1,
      });
      await workspace.stop();
    },
  );
});

describe('when the database', () => {
  const silent = 'Not recorded, nothing started';

  test('is silent while a wish is recorded, the person hears within 3 s', async () => {
    const { workspace } = await door({ submit: never });
    const { result, ms } = await lived(() => typed(workspace, '/incident api-down'));
    expect(result.acknowledged).toBe(true);
    expect(result.words).toContain(silent);
    expect(ms).toBeLessThan(2_700);
  });

  test('is silent while it is looked up what is meant, the person hears within 3 s, and nothing is recorded later', async () => {
    const { workspace, wishes } = await door({ look: { list: never } });
    const { result, ms } = await lived(() => typed(workspace, '/incident cancel enough'));
    expect(result.words).toContain(silent);
    expect(ms).toBeLessThan(2_700);
    expect(wishes).toEqual([]);
  });

  test('and Slack are silent together, the person still hears within 3 s', async () => {
    const { workspace } = await door({ submit: never });
    workspace.faults.add({ method: 'conversations.info', kind: 'timeout' });
    const { result, ms } = await lived(() => typed(workspace, '/incident api-down'));
    expect(result.words).toContain(silent);
    expect(ms).toBeLessThan(2_900);
    await workspace.stop();
  });

  test('refuses, the person hears at once', async () => {
    const down = (): Promise<never> => Promise.reject(new UserError('store_unavailable', 'down'));
    const { workspace } = await door({ submit: down });
    const { result, ms } = await lived(() => typed(workspace, '/incident api-down'));
    expect(result.words).toContain(silent);
    expect(ms).toBeLessThan(1_400);
  });

  test('has a bug to show, the person gets a reference that stands in the log', async () => {
    const { workspace, logged } = await door({ look: { list: () => Promise.reject(new TypeError('x is undefined')) } });
    const { words } = await typed(workspace, '/incident list');
    const reference = /the\s+reference\s+(\w+)\./.exec(words)?.[1] ?? 'none';
    expect(logged.join('')).toContain(`"reference":"${reference}"`);
    expect(words).not.toContain('undefined');
  });
});
