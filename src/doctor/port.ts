import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { withLimit } from '../engine/with-limit.js';
import { ok, skipped, worthKnowing, wrong, type Line } from './line.js';

const ABOUT = 'Port';
const LIMIT_MS = 3_000;

const health = z.object({ status: z.enum(['ready', 'not ready']), reason: z.string().optional() });

/** A line about the port of `/healthz` (and of Slack over HTTP): free, a bot's, or somebody else's. */
export async function portLine(host: string, port: number, signal: AbortSignal): Promise<Line> {
  if (port === 0) return skipped(ABOUT, 'PORT is 0: the bot takes a free one each time');
  const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const answer = await withLimit(LIMIT_MS, signal, async (limited) => healthAt(at, port, limited));
  if (answer === 'free') return ok(ABOUT, `${port} is free`);
  if (answer === null)
    return wrong(ABOUT, `something that is not the bot holds ${port}`, 'stop it, or set PORT to another');
  if (answer.status === 'ready') return ok(ABOUT, `the bot at ${port} says it is ready`);
  return worthKnowing(
    ABOUT,
    `the bot at ${port} is not ready: ${answer.reason ?? 'it does not say why'}`,
    'its log says more',
  );
}

/** What `/healthz` says there; null where it is not a bot's. */
async function healthAt(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<z.infer<typeof health> | 'free' | null> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/healthz', signal }, (response) => {
      text(response).then(
        (body) => resolve(parsed(body)),
        () => resolve(null),
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'free' : null));
  });
}

function parsed(body: string): z.infer<typeof health> | null {
  try {
    return health.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}
