import { describe, expect, test } from '@jest/globals';
import { lifeOf, settleByContainer } from '../../src/remedies/compose-steps.js';
import { state, words } from '../checks/builders.js';
import { FakeEngine } from './fake-engine.js';
import { never, place } from './work.js';

describe('whether Compose made a container, where the bot was killed', () => {
  test('is no where it would have ended with its time', async () => {
    const before = { container: null, limitsHold: true };
    expect(await lifeOf(null)).toEqual(before);
    expect(await settleByContainer(before, place(new FakeEngine()), never)).toEqual({
      happened: 'no',
      says: ['there is no container'],
      find: null,
    });
  });

  test('is open where nothing ends it: people look whether it still runs', async () => {
    const before = { container: null, limitsHold: false };
    const seen = await settleByContainer(before, place(new FakeEngine()), never);
    expect(seen.happened).toBe('maybe');
    expect(words(seen.says)).toBe('there is no container; Compose may still run');
    expect(seen.find).toMatch(/^`pgrep -fa compose` on the bot's machine: wait while it shows one\. Then `docker/);
  });

  test('is yes where there is a new one', async () => {
    const engine = new FakeEngine();
    engine.add(state());
    for (const limitsHold of [true, false]) {
      const seen = await settleByContainer({ container: null, limitsHold }, place(engine), never);
      expect(seen.happened).toBe('yes');
    }
  });
});
