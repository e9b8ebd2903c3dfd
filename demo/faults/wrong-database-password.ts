import { restore, untilAnswering, untilUnhealthy, type Fault } from './fault.js';

export const wrongDatabasePassword: Fault = {
  name: 'wrong-database-password',
  says: 'the API is deployed with an old database password',
  make: async (stack) => {
    const url = 'postgresql://structured_prompt:last-year@postgres:5432/structured_prompt_db';
    await stack.deploy('api', { environment: { DATABASE_URL: url } });
    await untilAnswering(stack);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
