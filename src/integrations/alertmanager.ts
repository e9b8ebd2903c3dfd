import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Wish } from '../engine/ports.js';
import type { InboxItem } from '../engine/store.js';
import type { Runbook } from '../runbook/runbook.js';

/** Where Alertmanager sends its webhook. */
export const ALERTMANAGER_PATH = '/alerts/alertmanager';

export interface AlertmanagerParts {
  /** What the sender must show: `Authorization: Bearer …`. */
  readonly token: string;
  /** The Slack channel in which alerts open incidents; null: they have no channel until somebody asks in one. */
  readonly channel: string | null;
  readonly runbooks: () => readonly Runbook[];
  readonly submit: (item: InboxItem) => Promise<'received' | 'repeated'>;
  /** Masks and cleans foreign text. */
  readonly clean: (text: string) => string;
  readonly now: () => Date;
  readonly log: Logger;
}

/** An alert that is told again after this time is told anew: it may have been closed here meanwhile, ms. */
const AGAIN_MS = 30 * 60_000;
/** More than this is no alert, bytes. */
const MOST_BYTES = 1_000_000;
const SAYS_MOST = 300;

const labels = z.record(z.string(), z.string());
const webhook = z.object({
  version: z.literal('4'),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: labels.and(z.object({ alertname: z.string().min(1).max(200) })),
        annotations: labels.default({}),
        startsAt: z.string(),
        fingerprint: z.string().max(100).default(''),
      }),
    )
    .max(1_000),
});
type Alert = z.infer<typeof webhook>['alerts'][number];

/**
 * Takes Alertmanager's webhook (version 4): an alert that a runbook names opens its incident, or is told to the one that is open.
 * It is acknowledged once it is recorded; otherwise 503, and Alertmanager sends it again. Told twice, it counts once.
 */
export function alertmanager(parts: AlertmanagerParts): RequestListener {
  return (request, response) => {
    const answer = (status: number, says: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain' }).end(`${says}\n`);
    };
    receive(parts, request).then(
      ({ status, says }) => answer(status, says),
      (error: unknown) => {
        parts.log.error({ err: error }, 'an alert could not be recorded');
        answer(503, 'not recorded; send it again');
      },
    );
  };
}

async function receive(parts: AlertmanagerParts, request: IncomingMessage) {
  if (request.method !== 'POST') return { status: 405, says: 'POST only' };
  if (!isBearer(request.headers.authorization, parts.token)) return { status: 401, says: 'wrong token' };
  const body = await bodyOf(request);
  if (body === null) return { status: 413, says: 'too large' };
  const read = webhook.safeParse(json(body));
  if (!read.success) return { status: 400, says: 'not a webhook of Alertmanager, version 4' };
  const items = read.data.alerts.flatMap((alert) => itemsOf(parts, alert));
  for (const item of items) await parts.submit(item);
  return { status: 200, says: `${items.length} of ${read.data.alerts.length} alerts belong to a runbook` };
}

/** One wish for each runbook that names the alert. */
function itemsOf({ runbooks, channel, clean, now }: AlertmanagerParts, alert: Alert): InboxItem[] {
  const { alertname } = alert.labels;
  const { summary, description } = alert.annotations;
  const says = clean(summary ?? description ?? '').slice(0, SAYS_MOST);
  return runbooks()
    .filter(({ alerts }) => alerts.includes(alertname))
    .map(({ id }) => {
      const wish: Wish = {
        command: { do: 'alert', by: `alert:${alertname}`, state: alert.status, says, channel },
        runbook: id,
        replyTo: null,
      };
      return { key: keyOf(alert, id, now()), incident: null, command: wish };
    });
}

/** Alertmanager repeats itself; the same alert in the same state since the same moment is the same wish, for half an hour. */
function keyOf({ labels: all, fingerprint, startsAt, status }: Alert, runbook: string, now: Date): string {
  const half = Math.floor(now.getTime() / AGAIN_MS);
  const which = fingerprint === '' ? JSON.stringify(Object.entries(all).sort()) : fingerprint;
  return `alert:${hash(JSON.stringify([which, startsAt, status, runbook, half])).toString('hex')}`;
}

function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${token}`));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
