import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { connect, listen, signIn, type Connection } from '../../src/slack/bolt.js';
import { Names } from '../../src/slack/names.js';
import type { Speech } from '../../src/slack/speech.js';
import { note } from '../../src/view/message.js';

const log = pino({ level: 'silent' });
const open: (() => Promise<unknown>)[] = [];
const realSetTimeout = globalThis.setTimeout;
// A stopped Socket Mode client leaves a timer of 30 s behind, for which jest would wait.
beforeAll(() => {
  const unreffed = (...given: Parameters<typeof realSetTimeout>) => realSetTimeout(...given).unref();
  globalThis.setTimeout = Object.assign(unreffed, realSetTimeout);
});
afterAll(() => {
  globalThis.setTimeout = realSetTimeout;
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** As much of Slack as a socket needs: the two methods and one connection. */
async function slack(): Promise<{ apiUrl: string; socket: Promise<WebSocket> }> {
  const server: Server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const said =
      request.url?.endsWith('apps.connections.open') === true
        ? { ok: true, url: `ws://127.0.0.1:${port}/link` }
        : { ok: true, team_id: 'T1', user: 'runbook', user_id: 'U0', bot_id: 'B0' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  const sockets = new WebSocketServer({ server });
  const socket = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, socket };
}

async function bot(apiUrl: string, said: string[]): Promise<Connection> {
  const connection = connect({ botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: null, apiUrl }, log);
  await signIn(connection);
  const speech = { command: (words: string) => Promise.resolve(said.push(words) > 0 ? note('heard') : null) };
  listen(connection, speech as unknown as Speech, new Names(connection.app.client, log), log);
  await connection.app.start();
  open.push(() => connection.app.stop());
  return connection;
}

test('over Socket Mode a command arrives and its acknowledgement carries the answer', async () => {
  const { apiUrl, socket } = await slack();
  const said: string[] = [];
  const started = bot(apiUrl, said);
  const link = await socket;
  link.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  const connection = await started;
  const acknowledged = new Promise<string>((resolve) => link.on('message', (data: Buffer) => resolve(data.toString())));
  const payload = {
    command: '/incident',
    text: 'help',
    user_id: 'U1',
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: '1.2',
  };
  link.send(JSON.stringify({ type: 'slash_commands', envelope_id: 'e1', payload, accepts_response_payload: true }));

  expect(JSON.parse(await acknowledged)).toMatchObject({
    envelope_id: 'e1',
    payload: { response_type: 'ephemeral', text: 'heard' },
  });
  expect(said).toEqual(['help']);
  expect(connection.listener).toBeNull();
});
