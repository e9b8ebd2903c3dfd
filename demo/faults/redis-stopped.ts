import { restore, untilUnhealthy, type Fault } from './fault.js';

export const redisStopped: Fault = {
  name: 'redis-stopped',
  says: 'somebody stops Redis',
  make: async (stack) => {
    await stack.compose(['stop', 'redis']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
