import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faultCalled } from '../../../demo/arguments.js';
import { StackPanel } from '../../../demo/panel.js';
import { Stack } from '../../../demo/stack.js';
import { Faults } from '../../../playground/faults.js';
import { until as untilTrue } from '../../until.js';

let stack: Stack;
let panel: StackPanel;
let stop: () => void;

beforeAll(async () => {
  stack = await Stack.up({ project: `panel-test-${process.pid}` });
  panel = new StackPanel(stack, new Faults());
  stop = panel.on(() => undefined);
});

afterAll(async () => {
  stop();
  await panel.settled();
  await stack.down();
});

async function until(what: string, holds: () => boolean): Promise<void> {
  // What is healed is made anew.
  await untilTrue(holds, what, 90_000).catch((error: unknown) => {
    throw new Error(`instead: ${JSON.stringify(panel.state())}`, { cause: error });
  });
}

const stateOf = (name: string): string | undefined => panel.state().services.find((one) => one.name === name)?.state;

test('what is broken shows, one thing at a time, and is healed', async () => {
  await until('a look', () => stateOf('api') === 'healthy');
  expect(panel.break('earthquake')).toEqual({ ok: false, says: 'There is no fault earthquake.' });
  expect(panel.break('stopped')).toEqual({ ok: true });
  expect(panel.state()).toMatchObject({ busy: 'breaking', broken: 'stopped' });
  expect(panel.heal()).toMatchObject({ ok: false, says: expect.stringContaining('busy') });
  await expect(panel.breakNow(faultCalled('oom'))).rejects.toThrow('busy');
  await until('the break', () => panel.state().busy === null && stateOf('api') === 'exited (0)');
  expect(panel.heal()).toEqual({ ok: true });
  await until('the healing', () => panel.state().busy === null && stateOf('api') === 'healthy');
  expect(panel.state()).toMatchObject({ broken: null, complaint: null });
});

test('what somebody else repaired is not broken any more', async () => {
  await panel.breakNow(faultCalled('stopped'));
  // The panel has to look once after the break, before anybody repairs it: what is paused now is only seen then.
  await stack.docker(['pause', stack.containers.frontend]);
  await until('the break', () => stateOf('api') === 'exited (0)' && stateOf('frontend') === 'paused');
  await stack.docker(['unpause', stack.containers.frontend]);
  await stack.docker(['start', stack.containers.api]);
  await until('the repair', () => panel.state().broken === null);
  expect(stateOf('api')).toBe('healthy');
});
