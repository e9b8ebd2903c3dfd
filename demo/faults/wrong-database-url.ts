import { restore, untilAnswering, untilUnhealthy, type Fault } from './fault.js';

export const wrongDatabaseUrl: Fault = {
  name: 'wrong-database-url',
  says: 'the API is deployed with a database host that does not exist',
  make: async (stack) => {
    const url = 'postgresql://structured_prompt:structured_prompt@postgres-primary:5432/structured_prompt_db';
    await stack.deploy('api', { environment: { DATABASE_URL: url } });
    await untilAnswering(stack);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
