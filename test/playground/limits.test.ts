import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Limits } from '../../playground/limits.js';
import { Bench, call, callRaw, stoppedClock } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('rate limits', () => {
  test('chat.update takes fifty a minute, for all channels together, and says how long to wait', async () => {
    const clock = stoppedClock();
    const workspace = await bench.workspace({ clock: clock.now });
    const channel = workspace.channel('#inc-api').id;
    const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'x' });
    const update = (): Promise<Response> => callRaw(workspace, 'chat.update', { channel, ts, text: 'y' });
    for (let count = 0; count < 50; count += 1) {
      expect((await update()).status).toBe(200);
      clock.forward(100);
    }
    const refused = await update();
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '55',
      { ok: false, error: 'ratelimited' },
    ]);
    clock.forward(54_999);
    expect((await update()).status).toBe(429);
    clock.forward(1);
    expect((await update()).status).toBe(200);
  });

  test('posts take one a second and channel after a small burst', async () => {
    const clock = stoppedClock();
    const workspace = await bench.workspace({ clock: clock.now });
    const post = async (name: string): Promise<number> =>
      (await callRaw(workspace, 'chat.postMessage', { channel: workspace.channel(name).id, text: 'x' })).status;
    const burst = await Promise.all(Array.from({ length: 6 }, () => post('#inc-api')));
    expect(burst.sort()).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await post('#private-ops')).toBe(200);
    clock.forward(1_000);
    expect([await post('#inc-api'), await post('#inc-api')]).toEqual([200, 429]);
  });

  test('can be switched off', async () => {
    const workspace = await bench.workspace({ limits: { enabled: false } });
    const channel = workspace.channel('#inc-api').id;
    const all = Array.from({ length: 60 }, () => callRaw(workspace, 'chat.postMessage', { channel, text: 'x' }));
    expect((await Promise.all(all)).every((one) => one.status === 200)).toBe(true);
  });

  test('in no minute more than the tier allows, and whoever waits as told is let in', () => {
    const step = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.constantFrom(2 as const, 3 as const), (steps, tier) => {
        let now = 0;
        const limits = new Limits({ enabled: true, speed: 1 }, () => now);
        const taken: number[] = [];
        for (const forward of steps) {
          now += forward;
          const wait = limits.take('m', tier, '');
          if (wait === undefined) taken.push(now);
          else {
            now += wait * 1000;
            expect(limits.take('m', tier, '')).toBeUndefined();
            taken.push(now);
          }
        }
        const most = Math.max(0, ...taken.map((at) => taken.filter((one) => one > at - 60_000 && one <= at).length));
        expect(most).toBeLessThanOrEqual(tier === 2 ? 20 : 50);
      }),
    );
  });

  test('a faster minute is over sooner', () => {
    let now = 0;
    const limits = new Limits({ enabled: true, speed: 60 }, () => now);
    for (let count = 0; count < 20; count += 1) limits.take('m', 2, '');
    expect(limits.take('m', 2, '')).toBe(1);
    now = 1_000;
    expect(limits.take('m', 2, '')).toBeUndefined();
  });
});
