import type { FactSpec } from '../runbook/facts.js';
import { tlsErrorSpec } from './tls-error.js';

/** What PING tells, or its failure. */
const pingSpecs = {
  ok: { type: 'bool', says: 'Answered PING with PONG, and is not full.' },
  answered: { type: 'bool', says: 'Answered as Redis does, if with an error.' },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable, not_redis, auth, no_permission, no_database, too_many_clients, loading, oom (full: it refuses writes), not_saving (its last snapshot failed, so it refuses writes), master_down, busy (a script runs too long) or other; empty where all is well.',
  },
  tls_error: tlsErrorSpec,
  message: { type: 'string', says: "The server's or the driver's words about the error; empty where there is none." },
  latency: { type: 'int', unit: 'ms', says: 'How long the connection and the answers, or their failure, took.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** What INFO tells; unknown where there was no answer, the user may not run INFO, or this server leaves it out. */
export const infoSpecs = {
  version: { type: 'string', says: 'Version of the server.' },
  uptime: { type: 'int', unit: 'ms', says: 'How long it has run.' },
  loading_percent: { type: 'double', unit: 'percent', says: 'How much of its data it has loaded; 100 after start-up.' },
  used_memory: { type: 'int', unit: 'bytes', says: 'Memory its data and buffers use.' },
  maxmemory: { type: 'int', unit: 'bytes', says: 'The memory it allows itself; 0 where it has no limit.' },
  memory_percent: {
    type: 'double',
    unit: 'percent',
    says: 'Memory used in percent of what it allows itself; 0 where it has no limit.',
  },
  policy: { type: 'string', says: 'What it does when full: noeviction refuses writes, the others drop keys.' },
  connected_clients: { type: 'int', says: 'Connections of clients, this one included.' },
  maxclients: { type: 'int', says: 'How many it allows.' },
  clients_percent: { type: 'double', unit: 'percent', says: 'Connections in percent of those it allows.' },
  blocked_clients: { type: 'int', says: 'Clients in a blocking call such as BLPOP.' },
  rejected_connections: { type: 'int', says: 'Connections refused since its start because there were too many.' },
  evicted: { type: 'int', says: 'Keys dropped since its start because it was full.' },
  oom_errors: { type: 'int', says: 'Commands refused since its start because it was full.' },
  role: { type: 'string', says: 'Its role: master or slave.' },
  master_link_up: { type: 'bool', says: 'It has no master, or is connected to it.' },
  last_save_ok: { type: 'bool', says: 'Its last snapshot and its last append to disk went well, or there was none.' },
  last_save: { type: 'time', says: 'When it last saved a snapshot, or its start.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Every fact of the check `redis`. */
export const redisSpecs = { ...pingSpecs, ...infoSpecs };
