import { restore, untilUnhealthy, type Fault } from './fault.js';

const report = `
import psycopg2, time
held = []
while True:
    try:
        held.append(psycopg2.connect("postgresql://structured_prompt:structured_prompt@postgres/structured_prompt_db", application_name="nightly-report"))
    except psycopg2.OperationalError:
        time.sleep(0.1)
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
