import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, section, withApp, type AppAnswer } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('commands', () => {
  test('arrive signed, with every field', async () => {
    const { workspace, requests } = await withApp(bench);
    const result = await workspace.person('ada').command('#inc-api', '/incident api-down  now');
    expect(result).toMatchObject({ status: 200, acknowledged: true });
    const [request] = requests;
    expect(request?.form).toMatchObject({
      command: '/incident',
      text: 'api-down  now',
      user_id: workspace.person('ada').id,
      user_name: 'ada',
      team_id: workspace.identity.teamId,
      team_domain: 'acme',
      channel_id: workspace.channel('#inc-api').id,
      channel_name: 'inc-api',
      api_app_id: workspace.identity.appId,
      is_enterprise_install: 'false',
      response_url: expect.stringContaining('/response/'),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    });
    const stamp = String(request?.headers['x-slack-request-timestamp']);
    const digest = createHmac('sha256', workspace.identity.signingSecret).update(`v0:${stamp}:${request?.body ?? ''}`);
    expect(request?.headers['x-slack-signature']).toBe(`v0=${digest.digest('hex')}`);
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test('mentions, channels and links are escaped as the manifest asks', async () => {
    const { workspace, requests } = await withApp(bench);
    const { id } = workspace.person('sam');
    await workspace
      .person('ada')
      .command('#inc-api', '/incident assign @sam in #inc-api <b> https://x.example/a?b=1&c @nobody');
    expect(requests[0]?.form['text']).toBe(
      `assign <@${id}|sam> in <#${workspace.channel('#inc-api').id}|inc-api> &lt;b&gt; <https://x.example/a?b=1&amp;c> @nobody`,
    );
  });

  test('private channels and direct conversations keep their names to themselves', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').command('#private-ops', '/incident');
    await workspace.person('ada').command('@bot', '/incident');
    expect(requests.map((one) => one.form['channel_name'])).toEqual(['privategroup', 'directmessage']);
  });

  test('what the app acknowledges with is shown to the one person', async () => {
    const { workspace } = await withApp(bench, () => ({
      body: JSON.stringify({ text: 'on it', blocks: [section('on it')] }),
    }));
    const result = await workspace.person('ada').command('#inc-api', '/incident');
    expect(result.response?.onlyFor).toBe(workspace.person('ada').id);
    expect(workspace.ephemerals('ada').map((one) => one.text)).toEqual(['on it']);
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
  });

  test('plain text does too, and in_channel is for everyone', async () => {
    const answers = [{ type: 'text/plain', body: 'just so' }, { body: '{"response_type":"in_channel","text":"all"}' }];
    const { workspace } = await withApp(bench, () => answers.shift() ?? {});
    await workspace.person('ada').command('#inc-api', '/incident');
    await workspace.person('ada').command('#inc-api', '/incident');
    expect(workspace.ephemerals('ada').map((one) => one.text)).toEqual(['just so']);
    expect(
      workspace
        .channel('#inc-api')
        .messages()
        .map((one) => one.text),
    ).toEqual(['all']);
  });

  test('an app that is silent, broken or absent is told apart', async () => {
    const errorAt = async (at: Workspace): Promise<string | undefined> =>
      (await at.person('ada').command('#inc-api', '/incident')).error;
    const silent = await withApp(bench, () => undefined, { ackTimeout: 50 });
    expect(await errorAt(silent.workspace)).toBe('operation_timeout');
    const answers: AppAnswer[] = [{ status: 500 }, { status: 401 }];
    const { workspace } = await withApp(bench, () => answers.shift());
    const error = (): Promise<string | undefined> => errorAt(workspace);
    expect([await error(), await error()]).toEqual(['http_service_error', 'http_client_error']);
    workspace.connectApp('http://127.0.0.1:1/nobody');
    expect(await error()).toBe('dispatch_failed');
  });

  test('what a client would not let a person do is an error', async () => {
    const { workspace } = await withApp(bench);
    await expect(workspace.person('ada').command('#inc-api', '/deploy')).rejects.toThrow('not a valid command');
    await expect(workspace.person('kim').command('#private-ops', '/incident')).rejects.toThrow(
      'kim is not in #private-ops',
    );
  });
});

describe('raw requests', () => {
  test('can be forged, dated and replayed', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').command('#inc-api', '/incident');
    const [first] = workspace.sent();
    if (first === undefined) throw new Error('nothing sent');
    await workspace.send(first);
    await workspace.send({ body: 'x=1', secret: 'guess', timestamp: 12 });
    expect(requests[1]).toEqual(requests[0]);
    expect(requests[2]?.headers['x-slack-request-timestamp']).toBe('12');
    await workspace.send({ body: 'x=1', headers: { 'x-slack-signature': 'v0=0' } });
    expect(requests[3]?.headers['x-slack-signature']).toBe('v0=0');
  });
});
