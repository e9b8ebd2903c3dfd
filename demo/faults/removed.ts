import { restore, type Fault } from './fault.js';

export const removed: Fault = {
  name: 'removed',
  says: 'somebody removes the API container',
  make: async (stack) => {
    await stack.compose(['rm', '-s', '-f', 'api']);
    await stack.until('api', 'removed', (state) => state === null);
  },
  heal: restore,
};
