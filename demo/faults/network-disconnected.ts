import { restore, untilUnhealthy, type Fault } from './fault.js';

export const networkDisconnected: Fault = {
  name: 'network-disconnected',
  says: 'somebody disconnects the API from its network',
  make: async (stack) => {
    await stack.docker(['network', 'disconnect', `${stack.project}_default`, stack.containers.api]);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
