import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { WorkspaceOptions } from '../../playground/options.js';
import type { Workspace } from '../../playground/workspace.js';
import { until } from '../until.js';
import { Bench, call, card } from './helpers.js';
import { acknowledge, openConnection, SocketClient, type Frame } from './socket-client.js';

const bench = new Bench();
afterEach(() => bench.clear());

function open(options: Partial<WorkspaceOptions> & { events?: string[]; scopes?: string[] } = {}): Promise<Workspace> {
  return bench.workspace({ transport: 'socket', ...options });
}

const typed = (workspace: Workspace, line = '/incident help') => workspace.person('ada').command('#inc-api', line);
const envelopesOf = ({ frames }: SocketClient): Frame[] => frames.filter((one) => 'envelope_id' in one);

describe('opening a connection', () => {
  test('takes the app token, in the header, with its scope', async () => {
    const workspace = await open();
    expect(await openConnection(workspace)).toMatchObject({ ok: true, url: expect.stringMatching(/^ws:.*ticket=/) });
    expect(await openConnection(workspace, 'xapp-guess')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await openConnection(workspace, 'xoxb-playground')).toEqual({ ok: false, error: 'not_allowed_token_type' });
    expect(await openConnection(workspace, '')).toEqual({ ok: false, error: 'not_authed' });
    const scopeless = await open({ sockets: { scopes: [] } });
    expect(await openConnection(scopeless)).toMatchObject({ error: 'missing_scope', needed: 'connections:write' });
  });

  test('the app token opens nothing else, and a revoked token nothing at all', async () => {
    const workspace = await open();
    const app = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xapp-playground' },
    });
    expect(await app.json()).toEqual({ ok: false, error: 'not_allowed_token_type' });
    workspace.revoke('app');
    expect(await openConnection(workspace)).toEqual({ ok: false, error: 'token_revoked' });
    expect(await call(workspace, 'auth.test')).toMatchObject({ ok: true });
    workspace.revoke('bot');
    expect(await call(workspace, 'auth.test')).toEqual({ ok: false, error: 'token_revoked' });
    workspace.restore('app');
    expect(await openConnection(workspace)).toMatchObject({ ok: true });
  });

  test('a URL is good for one connection, and only for so long', async () => {
    let now = 1_000_000;
    const workspace = await open({ clock: () => now });
    const refused = async (url: unknown): Promise<string> => {
      const [error] = (await once(new WebSocket(String(url)), 'error')) as [Error];
      return error.message;
    };
    const { url } = await openConnection(workspace);
    const socket = new WebSocket(String(url));
    await once(socket, 'message');
    expect(await refused(url)).toBe('Unexpected server response: 401');
    const late = await openConnection(workspace);
    now += 30_001;
    expect(await refused(late['url'])).toBe('Unexpected server response: 401');
  });

  test('hello says how many there are; the eleventh is turned away', async () => {
    const workspace = await open({ limits: { enabled: false } });
    const clients: SocketClient[] = [];
    for (let one = 0; one < 10; one += 1) clients.push(await SocketClient.connect(workspace));
    expect(clients.map(({ frames }) => frames[0]?.['num_connections'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const late = await SocketClient.connect(workspace);
    expect(late.frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(await late.closed()).toBe(1000);
    expect(workspace.sockets.links()).toHaveLength(10);
  });
});

describe('an envelope', () => {
  test('goes to one connection, whichever is next, and nobody else gets it', async () => {
    const workspace = await open();
    const clients = [
      await SocketClient.connect(workspace, acknowledge),
      await SocketClient.connect(workspace, acknowledge),
    ];
    for (let one = 0; one < 4; one += 1) expect((await typed(workspace)).acknowledged).toBe(true);
    expect(clients.map((one) => envelopesOf(one).length)).toEqual([2, 2]);
    const ids = workspace.envelopes().map(({ envelope }) => envelope.envelope_id);
    expect(new Set(ids).size).toBe(4);
    expect(workspace.sockets.violations).toEqual([]);
  });

  test('of a command carries its fields and takes an answer', async () => {
    const workspace = await open();
    const client = await SocketClient.connect(workspace, (frame) =>
      'envelope_id' in frame ? { envelope_id: frame.envelope_id, payload: { text: 'heard' } } : undefined,
    );
    const { response } = await typed(workspace, '/incident api-down');
    expect(response?.text).toBe('heard');
    expect(envelopesOf(client)[0]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { command: '/incident', text: 'api-down' },
    });
  });

  test('of a click takes none: an answer there is ignored and noted', async () => {
    const workspace = await open();
    const message = await card(workspace);
    const client = await SocketClient.connect(workspace, (frame) =>
      'envelope_id' in frame ? { envelope_id: frame.envelope_id, payload: { text: 'pressed' } } : undefined,
    );
    const pressed = await workspace.person('ada').click(message, 'Go');
    expect(pressed).toMatchObject({ acknowledged: true, body: '' });
    expect(envelopesOf(client)[0]).toMatchObject({ type: 'interactive', accepts_response_payload: false });
    expect(workspace.sockets.violations).toEqual(['an answer where none is accepted: {"text":"pressed"}']);
  });

  test('counts as acknowledged only in time, once, and on its own connection', async () => {
    const workspace = await open({ ackTimeout: 60 });
    const first = await SocketClient.connect(workspace);
    const second = await SocketClient.connect(workspace);
    const silence = await typed(workspace);
    expect(silence).toMatchObject({ acknowledged: false, error: 'operation_timeout' });
    const sent = (): Frame[] => [...envelopesOf(first), ...envelopesOf(second)];
    await until(() => sent().length === 1, 'the envelope');
    const [asked] = sent();
    first.say({ envelope_id: asked?.envelope_id });
    second.say({ envelope_id: asked?.envelope_id });
    first.socket.send('nonsense');
    await until(() => workspace.sockets.violations.length === 3, 'three violations');
  });

  test('reaches nobody when nobody is connected, or when its connection breaks', async () => {
    const workspace = await open();
    expect(await typed(workspace)).toMatchObject({ acknowledged: false, error: 'dispatch_failed' });
    const client = await SocketClient.connect(workspace);
    const lost = typed(workspace);
    await until(() => envelopesOf(client).length === 1, 'the envelope');
    workspace.sockets.links()[0]?.reset();
    expect(await lost).toMatchObject({ acknowledged: false, error: 'dispatch_failed' });
    expect(await client.closed()).toBe(1006);
  });

  test('of an event is sent again until it is acknowledged; a command never', async () => {
    const workspace = await open({
      ackTimeout: 700,
      eventRetries: [0, 10, 20],
      scopes: ['reactions:read'],
      events: ['reaction_added'],
    });
    const message = await card(workspace);
    const client = await SocketClient.connect(workspace, (frame) =>
      frame['retry_attempt'] === 2 ? acknowledge(frame) : undefined,
    );
    await typed(workspace);
    await workspace.person('ada').react(message, 'pushpin');
    await until(() => envelopesOf(client).length === 4, 'the third try');
    await until(() => workspace.envelopes().at(-1)?.delivery.acknowledged === true, 'its acknowledgement');
    expect(envelopesOf(client).map((one) => [one.type, one['retry_attempt'], one['retry_reason']])).toEqual([
      ['slash_commands', undefined, undefined],
      ['events_api', 0, ''],
      ['events_api', 1, 'timeout'],
      ['events_api', 2, 'timeout'],
    ]);
  });
});

describe('the end of a connection', () => {
  test('is announced some time ahead; envelopes come until then, and are waited for', async () => {
    const workspace = await open({ sockets: { warningMs: 50 } });
    const client = await SocketClient.connect(workspace);
    workspace.sockets.disconnect('warning');
    // At once: no time passes between the two, however busy the machine is.
    const late = typed(workspace);
    await until(() => envelopesOf(client).length === 1, 'an envelope after the warning');
    expect(client.frames.map(({ type }) => type)).toEqual(['hello', 'disconnect', 'slash_commands']);
    await until(() => workspace.sockets.links().length === 0, 'the connection to take no more');
    client.say({ envelope_id: envelopesOf(client)[0]?.envelope_id });
    expect((await late).acknowledged).toBe(true);
    expect(await client.closed()).toBe(1000);
    expect(client.frames.find(({ type }) => type === 'disconnect')?.['reason']).toBe('warning');
  });

  test('comes for all at once when Socket Mode is switched off, and no new one opens', async () => {
    const workspace = await open();
    const clients = [await SocketClient.connect(workspace), await SocketClient.connect(workspace)];
    workspace.sockets.enable(false);
    for (const client of clients) {
      expect(await client.closed()).toBe(1000);
      expect(client.frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    }
    expect(await openConnection(workspace)).toMatchObject({ ok: false });
    workspace.sockets.enable(true);
    expect(await openConnection(workspace)).toMatchObject({ ok: true });
  });

  test('comes for an app that does not answer pings, and only for that one', async () => {
    const workspace = await open({ sockets: { pingMs: 20 } });
    const dead = await SocketClient.connect(workspace);
    const alive = await SocketClient.connect(workspace, acknowledge);
    dead.socket.pause();
    await until(() => workspace.sockets.links().length === 1, 'the silent one to be given up');
    expect((await typed(workspace)).acknowledged).toBe(true);
    expect(envelopesOf(alive)).toHaveLength(1);
    dead.socket.terminate();
  });
});
