import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FollowingClock } from '../../src/engine/clock.js';
import { wishOf } from '../../src/engine/wish.js';

describe('the clock', () => {
  test('follows the database: its offset, with half of the way there and back', async () => {
    let own = 1_000;
    const clock = new FollowingClock(
      () => {
        own += 40;
        return Promise.resolve(new Date(500_020));
      },
      () => own,
    );
    expect(clock.now()).toEqual(new Date(1_000));
    expect(await clock.sync()).toBe(499_000);
    expect(clock.now()).toEqual(new Date(500_040));
    own += 60_000;
    expect(clock.now()).toEqual(new Date(560_040));
  });

  test('keeps the time it knew when the database does not answer', async () => {
    const answers = [Promise.resolve(new Date(5_000)), Promise.reject(new Error('down'))];
    const clock = new FollowingClock(
      () => answers.shift() ?? Promise.resolve(new Date(0)),
      () => 1_000,
    );
    await clock.sync();
    await expect(clock.sync()).rejects.toThrow('down');
    expect(clock.now()).toEqual(new Date(5_000));
  });
});

describe('a wish in the inbox', () => {
  const by = 'slack:U1';
  const replyTo = { channel: 'C1', user: 'U1', atCard: false };

  test.each([
    { command: { do: 'open', by, channel: 'C1', drill: true }, runbook: 'api-down', replyTo },
    { command: { do: 'open', by, channel: null, drill: false }, runbook: 'api-down', replyTo: null },
    { command: { do: 'diagnose', by }, runbook: null, replyTo },
    { command: { do: 'close', by, how: 'cancelled', reason: 'enough' }, runbook: null, replyTo },
    { command: { do: 'request', by, offer: 1, may: false }, runbook: null, replyTo },
    { command: { do: 'deny', by, request: 1, reason: 'not now', may: true }, runbook: null, replyTo },
    {
      command: { do: 'break_glass', by, offer: null, request: 1, reason: 'alone', may: true },
      runbook: null,
      replyTo: null,
    },
  ])('comes back as it was ($command.do)', (wish) => {
    expect(wishOf(JSON.parse(JSON.stringify(wish)) as object)).toEqual(wish);
  });

  test.each([
    {},
    { command: { do: 'teleport', by }, runbook: null, replyTo: null },
    { command: { do: 'answer', run: 1, check: 'x', answer: {} }, runbook: null, replyTo: null },
    { command: { do: 'close', by, how: 'vanished', reason: '' }, runbook: null, replyTo: null },
    { command: { do: 'approve', by, request: '1', may: true }, runbook: null, replyTo: null },
    { command: { do: 'approve', by, request: 1 }, runbook: null, replyTo: null },
    { command: { do: 'open', by, channel: 'C1' }, runbook: 'api-down', replyTo: null },
  ])('that this release does not know is none', (command) => {
    expect(wishOf(command)).toBeNull();
  });

  test('of any shape is judged without an error', () => {
    fc.assert(fc.property(fc.object(), (value) => wishOf(value) === null));
  });
});
