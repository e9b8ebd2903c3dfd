import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Facts } from '../../../src/runbook/facts.js';
import { Asking } from './asking.js';

const WAIT = 'while true; do sleep 1; done';

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.open();
});
afterEach(() => asking.sandbox.clear());
afterAll(() => asking.close());

describe('a command in a real container', () => {
  test('says what it says there', async () => {
    await asking.sandbox.run(WAIT);
    const script = 'import sys; print("needs", sys.argv[1]); sys.exit(2)';
    const argv = ['python3', '-c', script, '$(id) "x"\ny'];
    const { facts, line } = await asking.ask('command', { where: 'container', argv, find: { needs: '^needs' } });
    expect(facts).toMatchObject({ ok: false, exit_code: 2, output: 'needs $(id) "x"\ny', missing: false });
    expect(facts['needs']).toHaveLength(1);
    expect(line).toMatch(/^\{"code":"python3"\} ended with code 2 in .+: y$/);
  });

  test('that hangs, floods or is not there says so', async () => {
    await asking.sandbox.run(WAIT);
    const run = async (argv: readonly string[], more: object = {}): Promise<Facts> =>
      (await asking.ask('command', { where: 'container', argv, timeout: '8s', ...more })).facts;
    expect(await run(['sleep', '100'], { timeout: '1s' })).toMatchObject({ timed_out: true, maybe_running: false });
    expect(await run(['yes'], { max_output: 2_048 })).toMatchObject({ truncated: true, timed_out: false });
    expect(await run(['no-such-program'])).toMatchObject({ missing: true, exit_code: 127 });
  });
});
