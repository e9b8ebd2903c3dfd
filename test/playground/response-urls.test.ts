import { afterEach, describe, expect, test } from '@jest/globals';
import { Bench, call, card, stoppedClock, withApp, type AppRequest } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

const useUrl = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('response URLs', () => {
  const url = (requests: AppRequest[]): string => String(requests.at(-1)?.form['response_url']);

  test('work five times, then no more', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').command('#inc-api', '/incident');
    const statuses = [];
    for (let use = 1; use <= 6; use += 1) statuses.push((await useUrl(url(requests), { text: `${use}` })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(workspace.ephemerals('ada').map((one) => one.text)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('work for thirty minutes', async () => {
    const clock = stoppedClock();
    const { workspace, requests } = await withApp(bench, undefined, { clock: clock.now });
    await workspace.person('ada').command('#inc-api', '/incident');
    clock.forward(30 * 60_000);
    expect((await useUrl(url(requests), { text: 'x' })).status).toBe(200);
    clock.forward(1);
    expect((await useUrl(url(requests), { text: 'x' })).status).toBe(404);
  });

  test('post in the channel where the bot is no member; such a message cannot be updated', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').command('#general', '/incident');
    await workspace.person('ada').command('#inc-api', '/incident');
    await useUrl(String(requests[0]?.form['response_url']), { response_type: 'in_channel', text: 'hello' });
    await useUrl(url(requests), { response_type: 'in_channel', text: 'hello' });
    expect(workspace.channel('#general').messages()).toHaveLength(1);
    const ts = workspace.channel('#inc-api').messages()[0]?.ts;
    expect(
      await call(workspace, 'chat.update', { channel: workspace.channel('#inc-api').id, ts, text: 'x' }),
    ).toMatchObject({
      error: 'cant_update_message',
    });
  });

  test('of a click replace or delete what was clicked', async () => {
    const { workspace, requests } = await withApp(bench);
    const message = await card(workspace);
    await workspace.person('ada').click(message, 'Go');
    const answer = String(requests.at(-1)?.payload['response_url']);
    await useUrl(answer, { replace_original: true, text: 'went' });
    expect(workspace.current(message)).toMatchObject({ text: 'went', blocks: [] });
    await useUrl(answer, { delete_original: true });
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
  });

  test('refuse bad blocks', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').command('#inc-api', '/incident');
    const response = await useUrl(url(requests), { blocks: [{ type: 'alert' }] });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_blocks' }]);
  });
});
