import type { Facts } from '../runbook/facts.js';
import { formatBytes, formatBytesOf, formatDuration, formatPercent } from '../text/units.js';
import { sayNetworkError } from './network-error.js';
import type { RedisError } from './redis-error.js';
import { sayTlsError, type TlsError } from './tls-error.js';

/** Of the clients allowed: from here on it is worth a word. */
const MANY_CLIENTS = 80;

export interface RedisOutcome {
  readonly error: RedisError | '';
  readonly tlsError: TlsError | '';
  readonly message: string;
  /** Milliseconds, as is `timeout`. */
  readonly latency: number;
  readonly timeout: number;
}

/** `PONG in 2 ms, memory 0.9 of 1.0 GiB`; `full: memory 1.0 of 1.0 GiB, it refuses writes`; `connection refused`. */
export function sayRedis(facts: Facts, { error, tlsError, message, latency, timeout }: RedisOutcome): string {
  switch (error) {
    case '':
      return [`PONG in ${formatDuration(latency)}`, memory(facts), clients(facts), saving(facts)]
        .filter((part) => part !== '')
        .join(', ');
    case 'oom':
      return memory(facts) === '' ? `full: ${message}` : `full: ${memory(facts)}, it refuses writes`;
    case 'loading':
      return `still loading its data${loaded(facts)}`;
    case 'auth':
      return `login refused: ${message}`;
    case 'not_redis':
      return 'what answers there is not Redis';
    case 'tls':
      return sayTlsError(tlsError === '' ? 'other' : tlsError);
    case 'no_permission':
    case 'no_database':
    case 'too_many_clients':
    case 'not_saving':
    case 'master_down':
    case 'busy':
    case 'other':
      return `refused: ${message}`;
    default:
      return sayNetworkError(error, timeout);
  }
}

function memory({ used_memory: used, maxmemory: most }: Facts): string {
  if (typeof used !== 'number') return '';
  return typeof most === 'number' && most > 0 ? `memory ${formatBytesOf(used, most)}` : `memory ${formatBytes(used)}`;
}

function clients({ connected_clients: some, maxclients: most, clients_percent: percent }: Facts): string {
  if (typeof some !== 'number' || typeof most !== 'number' || typeof percent !== 'number') return '';
  return percent < MANY_CLIENTS ? '' : `${some} of ${most} clients`;
}

function saving({ last_save_ok: ok }: Facts): string {
  return ok === false ? 'last save failed' : '';
}

function loaded({ loading_percent: percent }: Facts): string {
  return typeof percent === 'number' ? `, ${formatPercent(percent)}` : '';
}
