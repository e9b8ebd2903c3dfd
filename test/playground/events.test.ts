import { afterEach, describe, expect, test } from '@jest/globals';
import { Bench, withApp } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('events', () => {
  test('messages and reactions are told to an app that subscribed and is there', async () => {
    const { workspace, requests } = await withApp(bench, undefined, { events: ['message.channels', 'reaction_added'] });
    const said = await workspace.person('ada').say('#inc-api', 'it is @sam & me');
    await workspace.person('sam').react(said, 'pushpin');
    await workspace.person('ada').say('#general', 'unheard');
    expect(requests.map((one) => one.payload['event'])).toMatchObject([
      { type: 'message', text: `it is <@${workspace.person('sam').id}|sam> &amp; me`, channel_type: 'channel' },
      { type: 'reaction_added', reaction: 'pushpin', item: { ts: said.ts } },
    ]);
  });

  test('nothing is told to an app that did not subscribe', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').say('#inc-api', 'hello');
    expect(requests).toEqual([]);
  });
});

describe('waiting', () => {
  test('ends at the change, or says in vain for what, and what there was', async () => {
    const { workspace } = await withApp(bench);
    const found = workspace.waitFor(() => workspace.channel('#inc-api').messages()[0], { what: 'a message' });
    await workspace.person('ada').say('#inc-api', 'here');
    expect((await found).text).toBe('here');
    const vain = workspace.waitFor(() => undefined, { what: 'the impossible', timeout: 20 });
    await expect(vain).rejects.toThrow(/waited 20 ms in vain for the impossible\nWhat there was:\nhere/);
  });
});
