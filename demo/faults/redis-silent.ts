import { restore, untilUnhealthy, type Fault } from './fault.js';

export const redisSilent: Fault = {
  name: 'redis-silent',
  says: 'Redis hangs: it takes connections and never answers',
  make: async (stack) => {
    await stack.compose(['pause', 'redis']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
