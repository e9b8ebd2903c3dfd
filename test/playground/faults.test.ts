import { afterEach, describe, expect, test } from '@jest/globals';
import type { FaultKind } from '../../playground/faults.js';
import { Bench, call, callRaw } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('faults', () => {
  test('hit as often as told, then all is well', async () => {
    const workspace = await bench.workspace();
    const channel = workspace.channel('#inc-api').id;
    workspace.faults.add({ method: 'chat.postMessage', kind: 'http_500', times: 2 });
    const post = async (): Promise<number> =>
      (await callRaw(workspace, 'chat.postMessage', { channel, text: 'x' })).status;
    expect([await post(), await post(), await post()]).toEqual([500, 500, 200]);
    expect(workspace.channel('#inc-api').messages()).toHaveLength(1);
    expect(workspace.faults.left()).toBe(0);
    expect(workspace.calls('chat.postMessage').map((one) => one.outcome)).toEqual(['http_500', 'http_500', 'ok']);
  });

  test('a rate limit carries its wait, an error its code', async () => {
    const workspace = await bench.workspace();
    workspace.faults.add({ method: 'auth.test', kind: 'rate_limited', retryAfter: 7 });
    workspace.faults.add({ method: 'auth.test', kind: { error: 'fatal_error' } });
    const limited = await callRaw(workspace, 'auth.test');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await call(workspace, 'auth.test')).toEqual({ ok: false, error: 'fatal_error' });
  });

  test.each<FaultKind>(['reset', 'http_500', 'timeout'])(
    '%s after the effect: posted, but the caller cannot know',
    async (kind) => {
      const workspace = await bench.workspace();
      const channel = workspace.channel('#inc-api').id;
      workspace.faults.add({ method: 'chat.postMessage', kind, afterEffect: true });
      const answer = callRaw(workspace, 'chat.postMessage', { channel, text: 'once' }).then(
        (response) => response.status,
        () => 'broken',
      );
      await workspace.waitFor(() => workspace.channel('#inc-api').messages()[0], { what: 'the message' });
      if (kind === 'timeout') await workspace.stop();
      expect(await answer).toBe(kind === 'http_500' ? 500 : 'broken');
      expect(
        workspace
          .channel('#inc-api')
          .messages()
          .map((one) => one.text),
      ).toEqual(['once']);
    },
  );

  test('a fault can choose its calls', async () => {
    const workspace = await bench.workspace();
    const [one, other] = [workspace.channel('#inc-api').id, workspace.channel('#private-ops').id];
    workspace.faults.add({
      method: 'chat.postMessage',
      kind: { error: 'is_archived' },
      where: (input) => input['channel'] === other,
    });
    expect(await call(workspace, 'chat.postMessage', { channel: one, text: 'x' })).toMatchObject({ ok: true });
    expect(await call(workspace, 'chat.postMessage', { channel: other, text: 'x' })).toMatchObject({
      error: 'is_archived',
    });
  });
});

describe('all of Slack', () => {
  test('fails as told until it is told to stop, whatever is called', async () => {
    const workspace = await bench.workspace();
    const status = async (method: string): Promise<[number, string | null]> => {
      const response = await callRaw(workspace, method);
      return [response.status, response.headers.get('retry-after')];
    };
    workspace.faults.spoilAll({ kind: 'rate_limited', retryAfter: 2 });
    expect([await status('auth.test'), await status('auth.test'), await status('views.open')]).toEqual([
      [429, '2'],
      [429, '2'],
      [429, '2'],
    ]);
    workspace.faults.spoilAll({ kind: 'http_500' });
    expect(await status('auth.test')).toEqual([500, null]);
    workspace.faults.spoilAll(null);
    expect(await status('auth.test')).toEqual([200, null]);
    expect(workspace.faults.left()).toBe(0);
  });

  test('is silent: an answer never comes', async () => {
    const workspace = await bench.workspace();
    workspace.faults.spoilAll({ kind: 'timeout' });
    const asked = callRaw(workspace, 'auth.test').then(
      () => 'answered',
      () => 'broken off',
    );
    while (workspace.calls('auth.test').length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(workspace.calls('auth.test')[0]?.outcome).toBe('timeout');
    await workspace.stop();
    expect(await asked).toBe('broken off');
  });
});
