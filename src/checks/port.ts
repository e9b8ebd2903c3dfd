import { createConnection } from 'node:net';
import { z } from 'zod';
import type { FactSpec } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, defineCheck } from './check.js';
import { within } from './deadline.js';
import { networkErrorOf, sayNetworkError, type NetworkError } from './network-error.js';
import { port as portSchema, portNumber } from './written.js';

const params = z.strictObject({
  type: z.literal('port'),
  host: z.string().min(1),
  port: portSchema,
  timeout: durationBetween(50, 60_000, 'between 50ms and 60s').default(3_000),
});

const specs = {
  open: { type: 'bool', says: 'A TCP connection was accepted.' },
  error: { type: 'string', says: 'One of refused, reset, timeout, dns or unreachable; empty where it is open.' },
  latency: { type: 'int', unit: 'ms', says: 'How long the connection or its failure took.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Whether somebody accepts TCP connections there. */
export const port = defineCheck({
  type: 'port',
  vantage: 'bot',
  says: 'Whether a TCP port accepts connections.',
  params,
  facts: () => specs,
  run: async (asked, _world, signal) => {
    const number = portNumber(asked.port);
    if (number === null) throw new CannotLook(`the port of ${asked.host} in config.yml is no number from 1 to 65535`);
    const began = performance.now();
    const error = await connect(asked.host, number, asked.timeout, signal);
    const latency = Math.round(performance.now() - began);
    const says = error === '' ? `open, ${formatDuration(latency)}` : sayNetworkError(error, asked.timeout);
    return { facts: { open: error === '', error, latency }, says: text(`port ${number}: ${says}`) };
  },
});

async function connect(host: string, number: number, limit: number, signal: AbortSignal): Promise<NetworkError | ''> {
  try {
    await within(limit, signal, (over) => accepted(host, number, over));
    return '';
  } catch (error) {
    if (signal.aborted) throw new CannotLook(`the time for asking port ${number} was over`, { cause: error });
    const known = networkErrorOf(error);
    if (known === null) throw error;
    return known;
  }
}

function accepted(host: string, number: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port: number });
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('connect', resolve);
    socket.on('error', reject);
  });
}
