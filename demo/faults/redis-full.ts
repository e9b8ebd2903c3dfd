import { restore, untilUnhealthy, type Fault } from './fault.js';

const fill = "for i = 1, 20000 do redis.call('SET', 'session:' .. i, string.rep('x', 200)) end";

export const redisFull: Fault = {
  name: 'redis-full',
  says: 'Redis is full: it answers pings and refuses to write',
  make: async (stack) => {
    stack.renewOnRestore('redis');
    await stack.exec('redis', ['redis-cli', 'CONFIG', 'SET', 'maxmemory', '4mb']);
    await stack.exec('redis', ['redis-cli', 'EVAL', fill, '0']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
