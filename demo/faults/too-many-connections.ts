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
  says: 'a report job takes every connection that PostgreSQL has',
  make: async (stack) => {
    stack.renewOnRestore('frontend');
    await stack.docker(['exec', '-d', stack.containers.frontend, 'python3', '-c', report]);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
