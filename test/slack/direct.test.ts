import { afterEach, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import type { Parties } from '../../src/slack/parties.js';
import { offers } from '../commands/offering.js';
import { until } from '../until.js';
import { only, Theatre, type ReconcilerOptions } from './stage.js';
import { StoryStage } from './story-stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

const MEMORY = 2;
const SCOPES = ['users:read', 'usergroups:read', 'im:history'];

interface Scene {
  readonly workspace: Workspace;
  readonly stage: StoryStage;
  readonly id: (who: string) => string;
  readonly options: ReconcilerOptions;
  /** Ada asks for more memory. */
  readonly ask: () => Promise<void>;
}

/** An incident in #private-ops, where Ada and Sam are; Sam and Lee may approve, and Ada too where a group says so. */
async function scene(more: readonly string[] = [], drill = false): Promise<Scene> {
  const people = [...['ada', 'sam', 'kim', 'lee'], ...Array.from({ length: 14 }, (_, at) => `p${at}`)];
  const workspace = await theatre.bench.workspace({
    scopes: SCOPES,
    limits: { enabled: false },
    people: people.map((name) => ({ name })),
    channels: [{ name: 'private-ops', private: true, members: ['ada', 'sam'], bot: true }],
  });
  workspace.setGroup('api-approvers', ['sam', 'lee', 'ada', ...more]);
  const group = workspace.group('api-approvers').id;
  const parties: Parties = { 'api-approvers': { name: 'api-approvers', groups: [group], users: [] } };
  const options = { parties };
  const story = offers(workspace.channel('#private-ops').id);
  story.state = { ...story.incident, drill };
  const stage = new StoryStage(story, theatre.screen(workspace, options));
  await stage.allShown();
  const id = (who: string): string => `slack:${workspace.person(who).id}`;
  const ask = async (): Promise<void> => {
    stage.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
    await stage.allShown();
  };
  return { workspace, stage, id, options, ask };
}

describe('a request for approval', () => {
  test('goes to approvers who are not in the channel, once, with its buttons and why they read it', async () => {
    const { workspace, ask } = await scene();
    await ask();
    const message = only(workspace.dm('lee').messages());
    const words = workspace.draw(message);
    expect(words).toContain('Raise memory to 512 MiB?');
    expect(words).toContain('Deny with reason');
    expect(words).toContain('You are in api-approvers, not in the channel of INC-12.');
    expect(message.metadata?.event_payload).toEqual({
      incident: 'INC-12',
      slot: `direct-1-${workspace.person('lee').id}`,
    });
    for (const who of ['sam', 'ada', 'kim']) expect(workspace.dm(who).messages()).toEqual([]);
  });

  test('is no direct message in a drill', async () => {
    const { workspace, ask } = await scene([], true);
    await ask();
    expect(workspace.channel('#private-ops').messages().at(-1)?.text).toContain('raise memory');
    expect(workspace.dm('lee').messages()).toEqual([]);
  });

  test('is no direct message while it does not stand in the channel', async () => {
    const { workspace, stage, id } = await scene();
    const asks = (input: Readonly<Record<string, unknown>>): boolean => String(input['text']).startsWith('Approve?');
    workspace.faults.add({ method: 'chat.postMessage', kind: 'rate_limited', retryAfter: 1, where: asks });
    stage.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
    await until(() => workspace.faults.left() === 0, 'the refused request');
    expect(workspace.calls('conversations.open')).toEqual([]);
    await stage.allShown();
    expect(workspace.dm('lee').messages()).toHaveLength(1);
  });

  test('gives way to who decided what, in every place', async () => {
    const { workspace, stage, ask, id } = await scene();
    await ask();
    stage.do({ do: 'approve', by: id('sam'), request: 1, may: true });
    await stage.allShown();
    const message = only(workspace.dm('lee').messages());
    expect(workspace.draw(message)).toContain('Approved by sam');
    expect(workspace.draw(message)).not.toContain('Deny with reason');
    expect(message.versions).toHaveLength(2);
  });

  test('that was decided before anybody could be written to bothers nobody', async () => {
    const { workspace, stage, id } = await scene();
    stage.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
    stage.do({ do: 'withdraw', by: id('ada'), request: 1 });
    await stage.allShown();
    expect(workspace.dm('lee').messages()).toEqual([]);
  });

  test('is found again after a crash, not sent twice', async () => {
    const { workspace, stage, id, options } = await scene();
    const lee = workspace.dm('lee');
    stage.do({ do: 'request', by: id('ada'), offer: MEMORY, may: false });
    const slot = `direct-1-${workspace.person('lee').id}`;
    await until(() => stage.story.incident.slots[slot] !== undefined, 'the plan');
    await workspace.waitFor(() => lee.messages()[0], { what: 'the direct message' });
    stage.takenOver(theatre.screen(workspace, options));
    await stage.allShown();
    expect(lee.everPosted()).toHaveLength(1);
    expect(stage.story.incident.slots[slot]).toMatchObject({ ts: only(lee.messages()).ts });
  });

  test('that was sent before a crash is edited after it, though its people are not looked up any more', async () => {
    const { workspace, stage, ask, id, options } = await scene();
    await ask();
    const asked = workspace.calls('usergroups.users.list').length;
    stage.takenOver(theatre.screen(workspace, options));
    stage.do({ do: 'approve', by: id('sam'), request: 1, may: true });
    await stage.allShown();
    expect(workspace.draw(only(workspace.dm('lee').messages()))).toContain('Approved by sam');
    expect(workspace.calls('usergroups.users.list').length - asked).toBeLessThanOrEqual(1);
  });

  test('to somebody Slack does not let the bot write to holds up nothing', async () => {
    const { workspace, stage, ask } = await scene();
    workspace.faults.add({
      ...{ method: 'chat.postMessage', kind: { error: 'channel_not_found' } },
      where: (input) => input['channel'] === workspace.dm('lee').id,
    });
    await ask();
    expect(workspace.faults.left()).toBe(0);
    expect(workspace.dm('lee').messages()).toEqual([]);
    expect(stage.story.incident.home).toBe(workspace.channel('#private-ops').id);
  });

  test('goes to ten people at most', async () => {
    const { workspace, ask } = await scene(Array.from({ length: 14 }, (_, at) => `p${at}`));
    await ask();
    const written = [...Array.from({ length: 14 }, (_, at) => `p${at}`), 'lee'].filter(
      (who) => workspace.dm(who).messages().length > 0,
    );
    expect(written).toHaveLength(10);
  });

  test('in a channel with all approvers is no direct message', async () => {
    const { workspace, ask } = await scene();
    workspace.channel('#private-ops').add('lee');
    await ask();
    expect(workspace.calls('conversations.open')).toEqual([]);
  });
});

test('whom to write to is asked again when Slack did not tell', async () => {
  const { workspace, ask } = await scene();
  workspace.faults.add({ method: 'usergroups.users.list', kind: 'http_500' });
  await ask();
  expect(workspace.dm('lee').messages()).toHaveLength(1);
});
