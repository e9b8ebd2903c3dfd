import { allUnknown, type Facts } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { formatDuration } from '../text/units.js';
import { lockSpecs, serverSpecs, sessionSpecs } from './postgres-facts.js';
import type { PostgresAnswer, Sessions } from './postgres-sessions.js';
import { withoutLiterals } from './sql-literals.js';

const LONGEST_QUERY = 300;
/** In percent of the connections: from here on it is worth a word. */
const MANY_CONNECTIONS = 80;
/** A query that runs this long is worth a word, milliseconds. */
const LONG_QUERY = 60_000;

/** The facts of a server that let us in. `clean` makes foreign text safe to keep. */
export function factsOfAnswer({ server, sessions, locks }: PostgresAnswer, clean: (text: string) => string): Facts {
  const keptBack = 'the server did not tell this role';
  const most = server === null ? null : Math.max(1, server.maxConnections - server.reserved);
  const connections = sessions?.connections ?? { unknown: keptBack };
  return {
    ...(server === null
      ? allUnknown(serverSpecs, keptBack)
      : {
          read_only: server.readOnly,
          max_connections: server.maxConnections,
          reserved_connections: server.reserved,
        }),
    connections,
    connections_percent:
      most === null || typeof connections !== 'number' ? { unknown: keptBack } : (connections / most) * 100,
    ...sessionFacts(sessions, clean),
    ...(locks === null
      ? allUnknown(lockSpecs, keptBack)
      : { waiting_locks: locks.waiting, blocking_pid: locks.blockingPid }),
  };
}

/** The facts where nobody was let in. */
export function factsWithoutLogin(): Facts {
  return allUnknown({ ...serverSpecs, ...sessionSpecs, ...lockSpecs }, 'no login, so connections were not counted');
}

/** What is worth a word beside the login: `, 98 of 100 connections, 4 wait for a lock, read-only`; often nothing. */
export function sayAnswer({ server, sessions, locks }: PostgresAnswer): string {
  const words: string[] = [];
  if (server !== null && sessions !== null) {
    const most = Math.max(1, server.maxConnections - server.reserved);
    if ((sessions.connections / most) * 100 >= MANY_CONNECTIONS)
      words.push(`${sessions.connections} of ${most} connections`);
  }
  if (sessions !== null && sessions.longestQuery >= LONG_QUERY)
    words.push(`a query runs for ${formatDuration(sessions.longestQuery)}`);
  if (locks !== null && locks.waiting > 0)
    words.push(`${locks.waiting} ${locks.waiting === 1 ? 'waits' : 'wait'} for a lock`);
  if (server?.readOnly === true) words.push('read-only');
  return words.map((word) => `, ${word}`).join('');
}

function sessionFacts(sessions: Sessions | null, clean: (text: string) => string): Facts {
  if (sessions === null) return allUnknown(sessionSpecs, 'the server did not tell this role');
  if (sessions.hidden > 0) return allUnknown(sessionSpecs, hiddenReason(sessions, clean));
  return {
    active: sessions.active,
    idle: sessions.idle,
    idle_in_transaction: sessions.idleInTransaction,
    longest_query: sessions.longestQuery,
    longest_query_text: cutText(clean(withoutLiterals(sessions.longestQueryText)), LONGEST_QUERY),
    oldest_transaction: sessions.oldestTransaction,
  };
}

function hiddenReason({ hidden, role }: Sessions, clean: (text: string) => string): string {
  const what = hidden === 1 ? 'one connection of another role does' : `${hidden} connections of other roles do`;
  return `${clean(role)} may not see what ${what}; GRANT pg_monitor TO it`;
}
