import { restore, untilHealthy, untilUnhealthy, type Fault } from './fault.js';

export const diskFull: Fault = {
  name: 'disk-full',
  says: 'the disk of the API is full, and every health request fails with an error in the log',
  make: async (stack) => {
    await stack.deploy('api', { tmpfs: ['/var/spool/api:size=64k'] });
    await untilHealthy(stack);
    await stack.exec('api', ['sh', '-c', 'cat /dev/zero >/var/spool/api/debug.log 2>/dev/null || true']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
