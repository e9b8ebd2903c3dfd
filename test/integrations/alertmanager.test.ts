import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Wish } from '../../src/engine/ports.js';
import type { InboxItem } from '../../src/engine/store.js';
import { alertmanager } from '../../src/integrations/alertmanager.js';
import { sample } from '../sample.js';

const TOKEN = 'a-token-of-some-length';
const runbook = { ...sample, alerts: ['APIDown'] };

let close = (): void => undefined;
afterEach(() => close());

/** A receiver that listens; `say` posts to it and gives the status, `items` is what was recorded. */
async function receiver(
  submit?: (item: InboxItem) => Promise<'received' | 'repeated'>,
  now = (): Date => new Date('2025-12-04T03:05:00Z'),
) {
  const items: InboxItem[] = [];
  const keep = (item: InboxItem): Promise<'received'> => {
    items.push(item);
    return Promise.resolve('received');
  };
  const listener = alertmanager({
    ...{ token: TOKEN, channel: 'C0INC', runbooks: () => [runbook], submit: submit ?? keep },
    ...{ clean: (text) => text.replaceAll('hunter2', '[masked]'), now, log: pino({ level: 'silent' }) },
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const say = async (body: string, authorization = `Bearer ${TOKEN}`, method = 'POST'): Promise<number> =>
    (await fetch(url, { method, headers: { authorization }, ...(method === 'POST' ? { body } : {}) })).status;
  return { items, say };
}

function webhook(over: object = {}): string {
  const alert = {
    status: 'firing',
    labels: { alertname: 'APIDown', instance: 'api:8000' },
    annotations: { summary: 'no target up, password hunter2' },
    startsAt: '2025-12-04T03:04:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: 'f00d',
    ...over,
  };
  return JSON.stringify({ version: '4', groupKey: '{}', status: 'firing', receiver: 'bot', alerts: [alert] });
}

const wishOf = (item: InboxItem | undefined): Wish => item?.command as Wish;

describe("Alertmanager's webhook", () => {
  test('an alert that a runbook names becomes a wish, its words masked', async () => {
    const { items, say } = await receiver();
    expect(await say(webhook())).toBe(200);
    expect(wishOf(items[0])).toEqual({
      command: {
        ...{ do: 'alert', by: 'alert:APIDown', state: 'firing', channel: 'C0INC' },
        says: 'no target up, password [masked]',
      },
      runbook: 'api-down',
      replyTo: null,
    });
  });

  test('the same alert told twice is the same wish; ended, it is another', async () => {
    const { items, say } = await receiver();
    await say(webhook());
    await say(webhook());
    await say(webhook({ status: 'resolved', endsAt: '2025-12-04T03:14:00Z' }));
    const [first, again, ended] = items.map(({ key }) => key);
    expect(again).toBe(first);
    expect(ended).not.toBe(first);
  });

  test('an alert that is told again hours later is told anew: its incident may have been closed meanwhile', async () => {
    let hour = 3;
    const { items, say } = await receiver(undefined, () => new Date(Date.UTC(2025, 11, 4, hour)));
    await say(webhook());
    hour = 7;
    await say(webhook());
    expect(items[1]?.key).not.toBe(items[0]?.key);
  });

  test('an alert that no runbook names is none of ours', async () => {
    const { items, say } = await receiver();
    expect(await say(webhook({ labels: { alertname: 'DiskFull' } }))).toBe(200);
    expect(items).toEqual([]);
  });

  test.each([
    ['no token', webhook(), '', 401],
    ['another token', webhook(), 'Bearer guess', 401],
    ['no JSON', 'alerts!', `Bearer ${TOKEN}`, 400],
    ['another version', webhook().replace('"4"', '"3"'), `Bearer ${TOKEN}`, 400],
    ['an alert without a name', webhook({ labels: { instance: 'x' } }), `Bearer ${TOKEN}`, 400],
    ['a body that is too large', JSON.stringify({ version: '4', x: 'x'.repeat(1_100_000) }), `Bearer ${TOKEN}`, 413],
  ])('%s is refused and nothing is recorded', async (_, body, authorization, status) => {
    const { items, say } = await receiver();
    expect(await say(body, authorization)).toBe(status);
    expect(items).toEqual([]);
  });

  test('only POST', async () => {
    const { say } = await receiver();
    expect(await say('', `Bearer ${TOKEN}`, 'GET')).toBe(405);
  });

  test('what could not be recorded is asked for again', async () => {
    const { say } = await receiver(() => Promise.reject(new Error('the database is gone')));
    expect(await say(webhook())).toBe(503);
  });
});
