import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../demo/faults/fault.js';
import { faults } from '../../../demo/faults/index.js';
import { startFlow, type Flow } from './flow.js';
import { Scene } from './scene.js';

/** Each remedy of the runbooks and the fault that it heals, as somebody presses it; `restores`: the stack is not as before then. */
const HEALS: readonly {
  readonly remedy: string;
  readonly fault: string;
  readonly label: string;
  readonly approvers: readonly string[];
  readonly seen: RegExp;
  readonly restores?: true;
}[] = [
  { remedy: 'start', fault: 'stopped', label: 'Start api', approvers: ['sam'], seen: /refused.*200/ },
  { remedy: 'restart', fault: 'crashed', label: 'Restart api', approvers: ['sam'], seen: /refused.*200/ },
  {
    remedy: 'raise_memory',
    fault: 'oom',
    label: 'Raise memory',
    approvers: ['sam'],
    seen: /mem_limit/,
    restores: true,
  },
  { remedy: 'dump_and_restart', fault: 'deadlocked', label: 'Dump and restart', approvers: ['sam'], seen: /200/ },
  { remedy: 'create', fault: 'removed', label: 'Create api', approvers: ['sam'], seen: /200/ },
  { remedy: 'restart_database', fault: 'postgres-stopped', label: 'Restart postgres', approvers: ['sam'], seen: /200/ },
  { remedy: 'restart_redis', fault: 'redis-stopped', label: 'Restart redis', approvers: ['sam'], seen: /200/ },
  { remedy: 'reconnect', fault: 'network-disconnected', label: 'Reconnect', approvers: ['sam'], seen: /200/ },
];
const wanted = process.env['REMEDIES']?.split(',');
const heals = HEALS.filter(({ remedy }) => wanted?.includes(remedy) ?? true);

let flow: Flow;

beforeAll(async () => {
  flow = await startFlow({ name: 'remedies' });
}, 120_000);

afterAll(async () => {
  await flow.stop();
}, 60_000);

function faultCalled(name: string): Fault {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`the demo has no fault ${name}`);
  return fault;
}

describe('the remedy that fits is offered, approved, done and verified', () => {
  test.each(heals)(
    '$remedy heals $fault',
    async ({ remedy, fault, label, approvers, seen, restores }) => {
      const scene = await Scene.of(flow, faultCalled(fault));
      const offered = scene.labels().find((one) => one.startsWith(label));
      if (offered === undefined)
        throw new Error(`${label} is not offered, only ${scene.labels().join(', ')}:\n${scene.words()}`);
      await scene.approved(offered, approvers);
      expect(await scene.verified()).toMatch(seen);
      await scene.end(`remedy-${remedy}`);
      if (restores === true) await flow.stack.restore();
    },
    240_000,
  );
});
