import { afterEach, describe, expect, test } from '@jest/globals';
import type { Message } from '../../playground/model.js';
import type { Workspace } from '../../playground/workspace.js';
import { offers } from '../commands/offering.js';
import { Theatre } from './stage.js';
import { StoryStage } from './story-stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

const SCOPES = ['users:read', 'usergroups:read', 'files:write'];
const LOG = '03:04:10 INFO <!channel> started\n';
const ATTACHMENT = { title: 'Log of api_1', name: 'api_1.log', hash: 'h1', lines: 1 };

interface Scene {
  readonly workspace: Workspace;
  readonly stage: StoryStage;
  readonly kept: Readonly<Record<string, string>>;
  /** The restart was done and brought a text back. */
  readonly act: () => void;
  /** What stands in the card's thread with a file. */
  readonly attached: () => Message[];
}

async function scene(scopes = SCOPES, kept: Readonly<Record<string, string>> = { h1: LOG }): Promise<Scene> {
  const workspace = await theatre.bench.workspace({ scopes, limits: { enabled: false } });
  const channel = workspace.channel('#inc-api');
  const story = offers(channel.id);
  const stage = new StoryStage(story, theatre.screen(workspace, { kept }));
  await stage.allShown();
  const act = (): void => {
    const { offers: made } = story.incident.remedies;
    const plan = made[0]?.plan;
    if (plan === undefined) throw new Error('nothing is offered');
    story.do({ do: 'request', by: 'slack:U1', offer: 1, may: true });
    story.do({ do: 'prepared', request: 1, executor: 'one', epoch: 1, plan, before: [] });
    stage.do({ do: 'acted', request: 1, result: 'done', says: ['restarted'], attachments: [ATTACHMENT] });
  };
  const attached = (): Message[] => {
    const { ts } = story.incident.slots['card'] ?? {};
    return channel.thread(ts ?? '').filter(({ files }) => files !== undefined);
  };
  return { workspace, stage, kept, act, attached };
}

describe('a text that a remedy brought back', () => {
  test('is attached to the card’s thread, as it is', async () => {
    const { workspace, stage, act, attached } = await scene();
    act();
    await stage.allShown();
    const [message, ...more] = attached();
    if (message === undefined) throw new Error('not attached');
    expect(more).toEqual([]);
    expect(message.files).toMatchObject([{ name: expect.stringMatching(/api_1\.log$/), title: ATTACHMENT.title }]);
    expect(workspace.channel('#inc-api').fileText(message)).toBe(LOG);
    expect(workspace.mentions(message)).toEqual({ users: [], groups: [], broadcasts: [] });
    expect(stage.story.incident.slots['file-1-1']).toMatchObject({ ts: message.files?.[0]?.id });
  });

  test('is not attached again by whoever takes over', async () => {
    const { workspace, stage, act, attached, kept } = await scene();
    act();
    await stage.allShown();
    stage.takenOver(theatre.screen(workspace, { kept }));
    await stage.allShown();
    expect(attached()).toHaveLength(1);
  });

  test.each(['http_500', 'reset'] as const)(
    'whose upload took effect unheard of (%s) is found by its name',
    async (kind) => {
      const { workspace, stage, act, attached } = await scene();
      workspace.faults.add({ method: 'files.completeUploadExternal', kind, afterEffect: true });
      act();
      await stage.allShown();
      expect(workspace.faults.left()).toBe(0);
      expect(attached()).toHaveLength(1);
    },
  );

  test('whose upload failed half way is attached all the same', async () => {
    const { workspace, stage, act, attached } = await scene();
    workspace.faults.add({ method: 'files.getUploadURLExternal', kind: 'http_500' });
    workspace.faults.add({ method: 'files.completeUploadExternal', kind: 'reset' });
    act();
    await stage.allShown();
    expect(workspace.faults.left()).toBe(0);
    expect(attached()).toHaveLength(1);
  });

  test.each<[string, Partial<{ scopes: string[]; kept: Record<string, string> }>]>([
    ['without the right to attach', { scopes: ['users:read'] }],
    ['that was pruned meanwhile', { kept: {} }],
  ])('%s is told of, and holds up nothing', async (_, { scopes, kept }) => {
    const { workspace, stage, act, attached } = await scene(scopes, kept);
    act();
    await stage.allShown();
    expect(attached()).toEqual([]);
    const card = stage.story.incident.slots['card']?.ts ?? '';
    const words = workspace
      .channel('#inc-api')
      .thread(card)
      .map((one) => workspace.draw(one));
    expect(words.join('\n')).toContain('Slack did not take the file.');
  });

  test('that is empty is attached as an empty line: Slack takes no empty file', async () => {
    const { workspace, stage, act, attached } = await scene(SCOPES, { h1: '' });
    act();
    await stage.allShown();
    const [message] = attached();
    expect(message === undefined ? null : workspace.channel('#inc-api').fileText(message)).toBe('\n');
  });
});
