import { restore, untilAnswering, untilUnhealthy, type Fault } from './fault.js';

export const wrongRedisUrl: Fault = {
  name: 'wrong-redis-url',
  says: 'the API is deployed with a Redis host that does not exist; Redis is fine',
  make: async (stack) => {
    await stack.deploy('api', { environment: { REDIS_URL: 'redis://cache:6379/0' } });
    await untilAnswering(stack);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
