import { afterEach, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import { offers } from '../commands/offering.js';
import { Theatre } from './stage.js';
import { StoryStage } from './story-stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

const REPORT = {
  ...{ report: 1, upTo: 9, head: 'a'.repeat(64), trouble: null, pictures: [], names: {}, document: null },
  summary: [{ part: 'happened' as const, says: ['Requests failed for 3 min.'], from: [1] }],
};

interface Scene {
  readonly workspace: Workspace;
  readonly stage: StoryStage;
  /** What `done` takes to be on show: how often each slot was edited, those that were not left out. */
  readonly edits: (done: () => void) => Promise<Readonly<Record<string, number>>>;
  readonly again: () => void;
}

/** An incident with evidence, a request and its end, about to be resolved. */
async function scene(): Promise<Scene> {
  const workspace = await theatre.bench.workspace({
    scopes: ['users:read', 'usergroups:read', 'files:write'],
    limits: { enabled: false },
  });
  const story = offers(workspace.channel('#inc-api').id);
  const stage = new StoryStage(story, theatre.screen(workspace));
  await stage.allShown();
  stage.do({ do: 'request', by: 'slack:U1', offer: 2, may: false });
  stage.do({ do: 'withdraw', by: 'slack:U1', request: 1 });
  await stage.allShown();
  const edits = async (done: () => void): Promise<Readonly<Record<string, number>>> => {
    const before = workspace.calls('chat.update').length;
    done();
    await stage.allShown();
    const slots = Object.entries(story.incident.slots);
    const made = workspace.calls('chat.update').slice(before);
    const names = made.map(({ input }) => slots.find(([, { ts }]) => ts === input['ts'])?.[0] ?? 'another');
    return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
  };
  return { workspace, stage, edits, again: () => stage.takenOver(theatre.screen(workspace)) };
}

describe('an incident that was resolved', () => {
  test('goes on changing, and each change edits what it changes, once', async () => {
    const { stage, edits } = await scene();
    const resolved = await edits(() => stage.do({ do: 'close', by: 'slack:U1', how: 'resolved', reason: 'mended' }));
    expect(resolved).toEqual({ card: 1 });
    const reported = await edits(() => stage.do({ do: 'reported', samples: [], report: REPORT }));
    expect(reported).toEqual({});
    for (const task of ['monitoring', 'runbook']) {
      const ticked = await edits(() => stage.do({ do: 'tick', by: 'slack:U1', task, done: true }));
      expect(ticked).toEqual({ 'checklist-1': 1 });
    }
  });

  test('is brought up to date with one edit a message by a bot that remembers nothing', async () => {
    const { stage, edits, again } = await scene();
    stage.do({ do: 'close', by: 'slack:U1', how: 'resolved', reason: 'mended' });
    stage.do({ do: 'reported', samples: [], report: REPORT });
    await stage.allShown();
    const made = await edits(again);
    expect(made).toEqual({ card: 1, 'evidence-1': 1, 'request-1': 1, 'resolved-1': 1, 'checklist-1': 1 });
    const ticked = await edits(() => stage.do({ do: 'tick', by: 'slack:U1', task: 'monitoring', done: true }));
    expect(ticked).toEqual({ 'checklist-1': 1 });
  });
});
