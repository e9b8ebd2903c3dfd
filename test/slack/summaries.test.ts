import { afterEach, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import { makeAnswers, makeRunbook, Story } from '../builders.js';
import { until } from '../until.js';
import { only, Theatre } from './stage.js';
import { StoryStage } from './story-stage.js';

const theatre = new Theatre();
afterEach(() => theatre.clear());

const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
users_feel: health
tree: [{ ask: Does it answer?, when: health.ok, yes: fine, no: broken }]
outcomes:
  fine: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: nothing. }
  broken: { title: broken, state: down, next: look at it., show: [health] }
`);

const SUMMARY = {
  ...{ report: 1, upTo: 9, head: 'a'.repeat(64), trouble: null, pictures: [], names: {}, document: null },
  summary: [{ part: 'happened' as const, says: ['Requests failed for 3 min.'], from: [1] }],
};

interface Scene {
  readonly workspace: Workspace;
  readonly stage: StoryStage;
  readonly inSummaries: () => ReturnType<ReturnType<Workspace['channel']>['messages']>;
  readonly resolve: () => void;
  readonly again: () => void;
}

async function scene({ drill = false, from = '#inc-api', bot = true } = {}): Promise<Scene> {
  const workspace = await theatre.bench.workspace({
    scopes: ['users:read', 'files:write'],
    limits: { enabled: false },
    channels: [
      { name: 'inc-api', members: ['ada', 'sam'], bot: true },
      { name: 'summaries', members: ['kim'], bot },
    ],
  });
  const summaries = workspace.channel('#summaries');
  const options = { summaryChannels: [summaries.id] };
  const story = new Story([runbook]).open({ channel: workspace.channel(from).id, drill });
  story.answer(makeAnswers({ health: { ok: false } }));
  const stage = new StoryStage(story, theatre.screen(workspace, options));
  await stage.allShown();
  return {
    ...{ workspace, stage },
    inSummaries: () => summaries.messages(),
    resolve: () => {
      stage.do({ do: 'close', by: 'slack:U1', how: 'resolved', reason: 'restarted it' });
      stage.do({ do: 'reported', samples: [], report: SUMMARY });
    },
    again: () => stage.takenOver(theatre.screen(workspace, options)),
  };
}

describe('the summary of an incident that was resolved', () => {
  test('stands in the summary channel too, once, without buttons', async () => {
    const { workspace, stage, inSummaries, resolve } = await scene();
    resolve();
    await stage.allShown();
    const message = only(inSummaries());
    const own = workspace
      .channel('#inc-api')
      .messages()
      .find(({ text }) => text === message.text);
    expect(own).toBeDefined();
    expect(message.blocks.map(({ type }) => type)).not.toContain('actions');
    expect(JSON.stringify(message.blocks)).not.toContain('overflow');
    expect(workspace.draw(message)).toContain('Requests failed for 3 min.');
    stage.do({ do: 'tick', by: 'slack:U1', task: 'monitoring', done: true });
    await stage.allShown();
    expect(inSummaries()).toHaveLength(1);
  });

  test('is found again after a crash, not posted twice', async () => {
    const { workspace, stage, inSummaries, resolve, again } = await scene();
    resolve();
    const slot = `summary-1-${workspace.channel('#summaries').id}`;
    await until(() => stage.story.incident.slots[slot] !== undefined, 'the plan');
    await workspace.waitFor(() => inSummaries()[0], { what: 'the summary' });
    again();
    await stage.allShown();
    expect(inSummaries()).toHaveLength(1);
    expect(stage.story.incident.slots[slot]).toMatchObject({ ts: only(inSummaries()).ts });
  });

  test('of a drill is nobody’s business elsewhere', async () => {
    const { stage, inSummaries, resolve } = await scene({ drill: true });
    resolve();
    await stage.allShown();
    expect(inSummaries()).toEqual([]);
  });

  test('is not repeated where the incident is at home', async () => {
    const { stage, inSummaries, resolve } = await scene({ from: '#summaries' });
    resolve();
    await stage.allShown();
    expect(inSummaries().filter(({ text }) => text.includes('resolved'))).toHaveLength(2);
    expect(Object.keys(stage.story.incident.slots).filter((slot) => slot.startsWith('summary'))).toEqual([]);
  });

  test('that cannot be posted there moves nothing and holds up nothing', async () => {
    const { workspace, stage, resolve } = await scene({ bot: false });
    resolve();
    await stage.allShown();
    expect(stage.story.incident.home).toBe(workspace.channel('#inc-api').id);
    expect(stage.story.incident.rehomed).toBeNull();
  });
});
