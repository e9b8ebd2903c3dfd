import { afterEach, describe, expect, test } from '@jest/globals';
import { Channels } from '../../src/slack/channels.js';
import { lived } from '../lived.js';
import { Bench } from '../playground/helpers.js';
import { clientOf } from './client.js';

const bench = new Bench();
afterEach(() => bench.clear());

async function channels() {
  const workspace = await bench.workspace();
  return { workspace, channels: new Channels(clientOf(workspace)), id: (name: string) => workspace.channel(name).id };
}

describe('what is known of a channel', () => {
  test.each([
    ['#inc-api', { isMember: true, isShared: false }],
    ['#general', { isMember: false, isShared: false }],
    ['#partners', { isMember: true, isShared: true }],
    ['#private-ops', { isMember: true, isShared: false }],
  ])('%s', async (name, info) => {
    const made = await channels();
    expect(await made.channels.info(made.id(name))).toEqual(info);
  });

  test('a private channel without the bot says that it does not exist: the bot is not in it', async () => {
    const made = await channels();
    made.workspace.channel('#private-ops').remove('@bot');
    expect(await made.channels.info(made.id('#private-ops'))).toEqual({ isMember: false, isShared: false });
  });

  test('an invitation works at once, membership is asked once for a burst', async () => {
    const made = await channels();
    const general = made.id('#general');
    expect(await made.channels.info(general)).toMatchObject({ isMember: false });
    made.workspace.channel('#general').add('@bot');
    await Promise.all([made.channels.info(general), made.channels.info(general)]);
    expect(await made.channels.info(general)).toMatchObject({ isMember: true });
    expect(made.workspace.calls('conversations.info')).toHaveLength(2);
  });

  test('null when Slack fails, or is silent for a second', async () => {
    const made = await channels();
    made.workspace.faults.add({ method: 'conversations.info', kind: 'http_500' });
    expect(await made.channels.info(made.id('#inc-api'))).toBeNull();
    made.workspace.faults.add({ method: 'conversations.info', kind: 'timeout' });
    const { result, ms } = await lived(() => made.channels.info(made.id('#inc-api')));
    expect(result).toBeNull();
    expect(ms).toBeLessThan(2_500);
    await made.workspace.stop();
  });
});
