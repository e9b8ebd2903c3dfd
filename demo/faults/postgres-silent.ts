import { restore, untilUnhealthy, type Fault } from './fault.js';

export const postgresSilent: Fault = {
  name: 'postgres-silent',
  says: 'PostgreSQL hangs: it takes connections and never answers',
  make: async (stack) => {
    await stack.compose(['pause', 'postgres']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
