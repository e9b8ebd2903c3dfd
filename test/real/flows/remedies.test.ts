import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../demo/faults/fault.js';
import { faults } from '../../../demo/faults/index.js';
import { startFlow, type Flow } from './flow.js';
import { cancelAll, Scene } from './scene.js';

/** Each remedy of the runbooks and the fault that it heals, as somebody presses it; `restores`: the stack is not as before then. */
interface Heal {
  readonly remedy: string;
  readonly fault: string;
  readonly label: string;
  /** Sam alone unless told. */
  readonly approvers?: readonly string[];
  readonly seen: RegExp;
  readonly restores?: true;
}

const HEALS: readonly Heal[] = [
  { remedy: 'start', fault: 'stopped', label: 'Start api', seen: /refused.*200/ },
  { remedy: 'start', fault: 'removed', label: 'Make', seen: /200/ },
  { remedy: 'restart', fault: 'crashed', label: 'Restart api', seen: /refused.*200/ },
  { remedy: 'raise_memory', fault: 'oom', label: 'Raise memory', seen: /mem_limit/, restores: true },
  { remedy: 'dump_and_restart', fault: 'deadlocked', label: 'Dump, restart api', seen: /no answer.*200/ },
  { remedy: 'restart_database', fault: 'postgres-stopped', label: 'Restart postgres', seen: /200/ },
  { remedy: 'restart_redis', fault: 'redis-stopped', label: 'Restart redis', seen: /200/ },
  { remedy: 'reconnect', fault: 'network-disconnected', label: 'Reconnect', seen: /200/ },
  { remedy: 'stop_holder', fault: 'host-port-taken-by-container', label: 'Free port', seen: /200/, restores: true },
  {
    remedy: 'end_process',
    fault: 'host-port-taken-by-process',
    label: 'End',
    approvers: ['sam', 'lee'],
    seen: /200/,
    restores: true,
  },
  {
    remedy: 'reset_connections',
    fault: 'too-many-connections',
    label: 'End idle connections',
    seen: /200/,
    restores: true,
  },
  { remedy: 'end_open_transactions', fault: 'table-locked', label: 'End', seen: /200/, restores: true },
  { remedy: 'raise_redis_memory', fault: 'redis-full', label: 'Raise Redis memory', seen: /200/, restores: true },
  { remedy: 'rebuild', fault: 'missing-module', label: 'Rebuild', seen: /200/, restores: true },
  { remedy: 'rollback_release', fault: 'config', label: 'Roll back', seen: /200/, restores: true },
];
/** The rungs of the ladder, by the beginning of their buttons. */
const RUNGS = [
  ['Restart api', 'Medium'],
  ['Hard restart', 'High'],
  ['Roll back', 'High'],
] as const;
const wanted = process.env['REMEDIES']?.split(',');
const heals = HEALS.filter(({ remedy }) => wanted?.includes(remedy) ?? true);

let flow: Flow;

beforeAll(async () => {
  flow = await startFlow({ name: 'remedies' });
});

afterAll(async () => {
  await flow.stop();
});

function faultCalled(name: string): Fault {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`the demo has no fault ${name}`);
  return fault;
}

describe('the remedy that fits is offered, approved, done and verified', () => {
  test.each(heals)(
    '$remedy heals $fault',
    async (heal) => {
      try {
        const scene = await Scene.of(flow, faultCalled(heal.fault));
        await healed(scene, heal);
      } catch (error) {
        await startAgain();
        throw error;
      }
    },
    400_000,
  );
});

describe('the ladder', () => {
  test('goes from a graceful to a hard restart to the release before, each rung where the one before did not help', async () => {
    const { stack } = flow;
    const steps = ["RUN echo '{}' > model.json"];
    await stack.release('without-name', { steps, written: steps });
    try {
      await stack.until('api', 'unhealthy', (state) => state?.health === 'unhealthy');
      const scene = await Scene.open(flow);
      for (const [label, risk] of RUNGS) {
        const offer = (): string | undefined => scene.labels().find((one) => one.startsWith(label));
        await flow.workspace.waitFor(offer, { what: `the offer of ${label}` });
        const offered = offer() ?? '';
        expect(scene.words()).toContain(`${risk} risk`);
        await scene.approved(offered, ['sam']);
        if (label !== 'Roll back') await scene.shows(/did not help/, () => scene.labels().length > 0);
      }
      expect(await scene.verified()).toMatch(/Row counts|rows|prompts/i);
      expect(scene.thread().join('\n')).toContain('-log.txt');
      await scene.end('ladder');
    } finally {
      await startAgain();
    }
  }, 600_000);
});

async function healed(scene: Scene, { remedy, fault, label, approvers, seen, restores }: Heal): Promise<void> {
  const offered = scene.labels().find((one) => one.startsWith(label));
  if (offered === undefined)
    throw new Error(`${label} is not offered, only ${scene.labels().join(', ')}:\n${scene.words()}`);
  await scene.approved(offered, approvers ?? ['sam']);
  expect(await scene.verified()).toMatch(seen);
  await scene.end(`${fault}-${remedy}`);
  if (restores === true) await flow.stack.restore();
}

/** What one test left broken is not another's. */
async function startAgain(): Promise<void> {
  await cancelAll(flow.workspace);
  await flow.stack.restore();
}
