import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { ContainerSummary } from '../../../demo/docker.js';
import type { Fault } from '../../../demo/faults/fault.js';
import { faults } from '../../../demo/faults/index.js';
import { Stack } from '../../../demo/stack.js';
import { until } from '../../until.js';

export type Answer = number | 'refused' | 'reset' | 'silent';

/** What a fault must leave behind for a runbook to find. */
export interface Evidence {
  /** Of the API's container; null where there must be none. */
  readonly state: Partial<ContainerSummary> | null;
  /** What the health URL answers; one of several where that changes. */
  readonly answer: Answer | readonly Answer[];
  /** What the log says; `quiet` is a log without a word of trouble. */
  readonly log: RegExp | 'quiet';
  /** Looks further while the stack is broken. */
  readonly also?: (stack: Stack) => Promise<void>;
}

export type EvidenceOf = Readonly<Record<string, Evidence>>;

interface Seen {
  readonly state: ContainerSummary | null;
  readonly answer: Answer;
  readonly log: string;
}

// Faults are mostly waiting for a healthcheck to notice, so they are tried on three stacks at once.
const LANES = 3;
/** For an answer where silence is expected, and where something else is, ms. */
const [BRIEF, PATIENT] = [2_000, 20_000];
const failureSchema = z.object({ name: z.string(), cause: z.object({ code: z.string() }).optional() });
const TROUBLE = /error|exception|traceback|killed|fatal/i;
// On a machine that stalls, what the API waits for is late for once: no fault of the stack.
const LATE = /^.*could not connect to (?:redis: Timeout|database: .*timeout expired).*$/gm;

/** Declares one test for each of these faults: made for real, it shows its evidence; healed, nothing of it is left. Returns its stacks. */
export function proveFaults(evidence: EvidenceOf): readonly Stack[] {
  const stacks: Stack[] = [];
  const lanes: Promise<unknown>[] = [];
  const trials = new Map<string, Promise<[Seen, Seen]>>();
  const chosen = faults.filter(({ name }) => evidence[name] !== undefined);

  beforeAll(async () => {
    const host = process.env['TEST_DOCKER_HOST'];
    const projects = Array.from({ length: LANES }, (_, lane) => `faults-test-${process.pid}-${lane}`);
    const start = async (project: string): Promise<void> => {
      stacks.push(await Stack.up({ project, ...(host === undefined ? {} : { host }) }));
    };
    // All of them settle, so that those that are up are taken down where one is not.
    const failed = (await Promise.allSettled(projects.map(start))).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    stacks.forEach((stack, lane) => {
      let turn: Promise<unknown> = Promise.resolve();
      for (const fault of chosen.filter((_, index) => index % LANES === lane)) {
        const trial = turn.then(() => breakAndHeal(stack, fault, evidence[fault.name]));
        trials.set(fault.name, trial);
        turn = trial.catch(() => undefined);
      }
      lanes.push(turn);
    });
  });

  afterAll(async () => {
    await Promise.allSettled(lanes);
    await Promise.all(stacks.map((stack) => stack.down()));
  });

  test.each(Object.keys(evidence))('%s shows the evidence it promises, and heals', async (name) => {
    const expected = evidence[name];
    const trial = await trials.get(name);
    if (expected === undefined || trial === undefined) throw new Error(`There is no fault ${name}.`);
    const [broken, healed] = trial;
    if (expected.state === null) expect(broken.state).toBeNull();
    else expect(broken.state).toMatchObject(expected.state);
    expect([expected.answer].flat()).toContain(broken.answer);
    if (expected.log === 'quiet') expect(broken.log.replace(LATE, '')).not.toMatch(TROUBLE);
    else expect(broken.log).toMatch(expected.log);
    expect(healed).toMatchObject({ state: { status: 'running', health: 'healthy', error: '' }, answer: 200 });
    expect(healed.log.replace(LATE, '')).not.toMatch(TROUBLE);
  });
  return stacks;
}

/** Where that fails, the stack is as it was for the next fault. */
async function breakAndHeal(stack: Stack, fault: Fault, expected: Evidence | undefined): Promise<[Seen, Seen]> {
  try {
    await fault.make(stack);
    const broken = await look(stack, expected);
    await expected?.also?.(stack);
    await fault.heal(stack);
    return [broken, await look(stack)];
  } catch (error) {
    await stack.restore().catch(() => undefined);
    throw error;
  }
}

async function look(stack: Stack, expected?: Evidence): Promise<Seen> {
  const state = await stack.state('api');
  const answer = await ask(stack.urls.health, expected?.answer === 'silent' ? BRIEF : PATIENT);
  return { state, answer, log: state === null ? '' : await logOf(stack, expected?.log) };
}

/** What is written down may come a moment after what Docker and the port show. */
async function logOf(stack: Stack, wanted: Evidence['log'] = 'quiet'): Promise<string> {
  let log = '';
  const written = async (): Promise<boolean> => {
    log = await stack.logs('api');
    return wanted === 'quiet' || wanted.test(log);
  };
  // What it should have said is told by the test.
  await until(written, 'the log').catch(() => undefined);
  return log;
}

/** Asks once. */
export async function ask(url: string, patience = PATIENT): Promise<Answer> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    // Not `instanceof`: to Jest, errors of Node itself are strangers.
    const { name, cause } = failureSchema.parse(error);
    if (name === 'TimeoutError') return 'silent';
    if (cause?.code === 'ECONNREFUSED') return 'refused';
    if (cause?.code === 'ECONNRESET' || cause?.code === 'UND_ERR_SOCKET') return 'reset';
    throw error;
  }
}
