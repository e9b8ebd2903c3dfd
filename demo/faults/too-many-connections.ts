import type { Stack } from '../stack.js';
import { waitFor } from '../wait.js';
import { restore, untilUnhealthy, type Fault } from './fault.js';

// Once it has them all it keeps them and asks for no more.
const report = `
import psycopg2, time
held = []
refused = 0
while refused < 30:
    try:
        held.append(psycopg2.connect("postgresql://structured_prompt:structured_prompt@postgres/structured_prompt_db", application_name="nightly-report"))
        refused = 0
    except psycopg2.OperationalError:
        refused += 1
        time.sleep(0.1)
time.sleep(86400)
`;

export const tooManyConnections: Fault = {
  name: 'too-many-connections',
  says: 'a report job takes every connection that PostgreSQL has, and forgets them',
  make: async (stack) => {
    stack.renewOnRestore('frontend');
    await stack.docker(['exec', '-d', stack.containers.frontend, 'python3', '-c', report]);
    await untilUnhealthy(stack);
    await waitFor('connections that nobody uses', 60_000, async () => (await allIdle(stack)) || undefined);
  },
  heal: restore,
};

/** True when the job has done nothing with any of its connections for some seconds. */
async function allIdle(stack: Stack): Promise<boolean> {
  const busy =
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nightly-report' AND state_change > now() - interval '6 s'";
  const login = ['psql', '-U', 'postgres', '-d', 'structured_prompt_db', '-Atc', busy];
  return (await stack.exec('postgres', login)).trim() === '0';
}
