import { breakInside, restore, untilHealthy, untilUnhealthy, type Fault } from './fault.js';

export const tooManyFiles: Fault = {
  name: 'too-many-files',
  says: 'the API opens files and never closes them, until it cannot accept a connection',
  make: async (stack) => {
    await stack.deploy('api', { ulimits: { nofile: 64 } });
    await untilHealthy(stack);
    await breakInside(stack, 'leak-files');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
