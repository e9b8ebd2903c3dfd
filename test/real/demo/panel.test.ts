import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { faultCalled } from '../../../demo/arguments.js';
import { StackPanel } from '../../../demo/panel.js';
import { Stack } from '../../../demo/stack.js';
import { waitFor } from '../../../demo/wait.js';
import { Faults } from '../../../playground/faults.js';

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
  await waitFor(
    what,
    30_000,
    () => holds() || undefined,
    () => JSON.stringify(panel.state()),
  );
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
  await until('the break', () => stateOf('api') === 'exited (0)');
  await stack.docker(['start', stack.containers.api]);
  await until('the repair', () => panel.state().broken === null);
  expect(stateOf('api')).toBe('healthy');
});
