import { restore, untilUnhealthy, type Fault } from './fault.js';

export const postgresStopped: Fault = {
  name: 'postgres-stopped',
  says: 'somebody stops PostgreSQL',
  make: async (stack) => {
    await stack.compose(['stop', 'postgres']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
