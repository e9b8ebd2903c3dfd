import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ContainerSummary } from '../../../demo/docker.js';
import type { Fault } from '../../../demo/faults/fault.js';
import { faults } from '../../../demo/faults/index.js';
import { Stack } from '../../../demo/stack.js';

type Answer = number | 'refused' | 'silent';

/** What each fault must leave behind for a runbook to find. */
interface Evidence {
  readonly state: Partial<ContainerSummary> | null;
  /** What the health URL answers. */
  readonly answer: Answer;
  /** What the log says; `quiet` is a log without a word of trouble. */
  readonly log?: RegExp | 'quiet';
}

const unhealthy = { status: 'running', health: 'unhealthy' };
const healthy = { status: 'running', health: 'healthy' };
const evidence: Readonly<Record<string, Evidence>> = {
  stopped: { state: { status: 'exited', exitCode: 0 }, answer: 'refused', log: /Application shutdown complete/ },
  removed: { state: null, answer: 'refused' },
  crashed: { state: { status: 'exited', exitCode: 1 }, answer: 'refused', log: /Traceback[\s\S]*AttributeError/ },
  oom: { state: { status: 'exited', exitCode: 137, oomKilled: true }, answer: 'refused', log: 'quiet' },
  unhealthy: { state: unhealthy, answer: 500, log: /Traceback[\s\S]*KeyError/ },
  deadlocked: { state: unhealthy, answer: 'silent', log: 'quiet' },
  config: { state: { status: 'exited', exitCode: 1 }, answer: 'refused', log: /Configuration error: DATABASE_URL/ },
  'postgres-stopped': { state: unhealthy, answer: 503, log: /could not connect to database/ },
  'redis-stopped': { state: unhealthy, answer: 503, log: /could not connect to redis/ },
  'docker-unreachable': { state: healthy, answer: 200, log: 'quiet' },
  'docker-silent': { state: healthy, answer: 200, log: 'quiet' },
  'unknown-cause': { state: unhealthy, answer: 418, log: 'quiet' },
};

interface Seen {
  readonly state: ContainerSummary | null;
  readonly answer: Answer;
  readonly log: string;
  readonly healed: { readonly state: ContainerSummary | null; readonly answer: Answer };
}

// Faults are mostly waiting for a healthcheck to notice, so they are tried on three stacks at once.
const lanes = 3;
let stacks: Stack[] = [];
const seen = new Map<string, Promise<Seen>>();

beforeAll(async () => {
  const projects = Array.from({ length: lanes }, (_, lane) => `faults-test-${process.pid}-${lane}`);
  stacks = await Promise.all(projects.map((project) => Stack.up({ project })));
  stacks.forEach((stack, lane) => {
    let turn: Promise<unknown> = Promise.resolve();
    for (const fault of faults.filter((_, index) => index % lanes === lane)) {
      const trial = turn.then(() => breakAndHeal(stack, fault));
      seen.set(fault.name, trial);
      turn = trial.catch(() => stack.restore());
    }
  });
}, 120_000);

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.down()));
}, 30_000);

async function breakAndHeal(stack: Stack, fault: Fault): Promise<Seen> {
  await fault.make(stack);
  const state = await stack.state('api');
  const broken = { state, answer: await ask(stack), log: state === null ? '' : await stack.logs('api') };
  await fault.heal(stack);
  return { ...broken, healed: { state: await stack.state('api'), answer: await ask(stack) } };
}

async function ask(stack: Stack): Promise<Answer> {
  try {
    return (await fetch(stack.urls.health, { signal: AbortSignal.timeout(1_000) })).status;
  } catch (error) {
    return String(error).startsWith('TimeoutError') ? 'silent' : 'refused';
  }
}

test('every fault has its evidence written down here', () => {
  expect(faults.map((fault) => fault.name).sort()).toEqual(Object.keys(evidence).sort());
});

test.each(faults.map((fault) => fault.name))(
  '%s shows the evidence it promises, and heals',
  async (name) => {
    const expected = evidence[name];
    const found = await seen.get(name);
    if (expected?.state === null) expect(found?.state).toBeNull();
    else expect(found?.state).toMatchObject(expected?.state ?? {});
    expect(found?.answer).toBe(expected?.answer);
    if (expected?.log === 'quiet') expect(found?.log).not.toMatch(/error|exception|traceback|killed/i);
    else if (expected?.log) expect(found?.log).toMatch(expected.log);
    expect(found?.healed).toMatchObject({ state: healthy, answer: 200 });
  },
  90_000,
);

test('a stack with several things broken at once is restored', async () => {
  await Promise.allSettled(seen.values());
  const [stack] = stacks;
  if (stack === undefined) throw new Error('There is no stack.');
  await stack.compose(['pause', 'postgres']);
  await stack.compose(['rm', '-s', '-f', 'redis', 'frontend']);
  await stack.compose(['kill', 'api']);
  await stack.restore();
  expect((await fetch(stack.urls.frontend)).status).toBe(200);
}, 60_000);
