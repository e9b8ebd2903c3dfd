import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../playground/model.js';
import type { Workspace } from '../playground/workspace.js';
import { editsFree } from './diagnosis.js';
import type { Ground } from './ground.js';
import { median, sayMany, sayMs } from './measure.js';
import { atMost, type Findings, type Measurement } from './measurement.js';
import { recordedEvents } from './recorded.js';
import { withScene, type Scene } from './scene.js';

const CHANNEL = '#inc-api';
const TIMES = 8;
const STEP_MS = 30_000;

/** A healthy Redis, restarted whenever somebody asks and another person says yes. */
const RUNBOOK = `
id: redis-stale
title: Redis is stale
service: redis
severity: high
owner: platform
reviewed: 2026-11-22
review_every: 90d
checks:
  container: { type: container, title: Container }
users_feel: container
tree:
  - { ask: Is its container running?, when: container.running, yes: stale, no: gone }
outcomes:
  stale: { title: stale, state: degraded, next: restart it., remedies: [restart] }
  gone: { title: not running, state: down, next: start it. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look by hand. }
remedies:
  restart:
    type: restart
    grace: 10s
    risk: high
    attempts: 10
    only_if: container.status == "running"
    verify: { within: 10s, that: container.running }
watch: { for: 5s, every: 5s }
`;

/** From an approver's press to what the channel shows, and to the end of the restart. */
export const remedy: Measurement = {
  name: 'remedy',
  title: 'A restart, asked for by one person and approved by another',
  run: async (ground) => {
    const runbooks = await mkdtemp(join(tmpdir(), 'runbook-bot-bench-'));
    await writeFile(join(runbooks, 'redis-stale.yml'), RUNBOOK);
    try {
      return await withScene(ground, { store: 'PostgreSQL', env: { RUNBOOKS: runbooks } }, (scene) =>
        measure(ground, scene),
      );
    } finally {
      await rm(runbooks, { recursive: true, force: true });
    }
  },
};

async function measure(ground: Ground, { workspace, databaseUrl }: Scene): Promise<Findings> {
  const bare: number[] = [];
  const shown: number[] = [];
  const pressedAt: number[] = [];
  for (let time = 1; time <= TIMES; time += 1) {
    await editsFree(workspace, 30);
    bare.push(await restartByHand(ground));
    const { card, request } = await asked(workspace, time);
    pressedAt.push(Date.now());
    const from = performance.now();
    await workspace.person('sam').click(request, { actionId: 'approve_remedy:0' });
    const isShown = (): boolean => headerOf(workspace.current(card)).includes('remedy running');
    await workspace.waitFor(isShown, { timeout: STEP_MS, what: 'the card of a running remedy' });
    shown.push(performance.now() - from);
    const verified = (): boolean => /remedy verified|watching/.test(headerOf(workspace.current(card)));
    await workspace.waitFor(verified, { timeout: STEP_MS, what: 'the end of the remedy' });
  }
  const events = await recordedEvents(databaseUrl ?? '');
  const ends = events.filter(({ type }) => type === 'remedy.acted').map(({ at }) => at);
  const took = pressedAt.map((at, time) => (ends[time] ?? NaN) - at);
  const overhead = median(took) - median(bare);
  return {
    rows: [
      {
        what: 'approved, and the card shows that it runs',
        measured: sayMany(shown),
        target: atMost(median(shown), 500, 'ms median'),
      },
      {
        what: 'restarted, since the approval',
        measured: sayMany(took),
        against: `\`docker restart\` by hand ${sayMs(median(bare))}: ${sayMs(overhead)} more`,
        target: atMost(overhead, 300, 'ms median more'),
      },
    ],
    notes: [
      'Between the press and the restart lie: who may approve, looked up in Slack; the approval, recorded; the precondition, asked anew; the plan, made anew and compared; the start, recorded. By hand is `docker restart -t 10` of the same container, in turn with the bot.',
    ],
  };
}

async function restartByHand({ stack }: Ground): Promise<number> {
  const from = performance.now();
  await stack.docker(['restart', '-t', '10', stack.containers.redis]);
  return performance.now() - from;
}

/** Diagnoses (the same incident again after the first time) and asks for the restart, as Ada. */
async function asked(workspace: Workspace, time: number): Promise<{ card: Message; request: Message }> {
  const requests = (): Message[] => messages(workspace).filter((one) => hasAction(one, 'approve_remedy'));
  await workspace.person('ada').command(CHANNEL, time === 1 ? '/incident redis-stale' : '/incident diagnose');
  const card = await workspace.waitFor(() => messages(workspace).find((one) => hasAction(one, 'request_remedy')), {
    timeout: STEP_MS,
    what: 'an offer',
  });
  await workspace.person('ada').click(card, { actionId: 'request_remedy:0' });
  const request = await workspace.waitFor(() => requests()[0], { timeout: STEP_MS, what: 'the request' });
  return { card, request };
}

function messages(workspace: Workspace): Message[] {
  return workspace.channel(CHANNEL).messages();
}

function hasAction({ blocks }: Message, action: string): boolean {
  return blocks.some(
    (block) => block.type === 'actions' && block.elements.some(({ action_id: id }) => id?.startsWith(action) === true),
  );
}

function headerOf({ blocks }: Message): string {
  return blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : [])).join('');
}
