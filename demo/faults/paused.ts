import { restore, type Fault } from './fault.js';

export const paused: Fault = {
  name: 'paused',
  says: 'somebody pauses the API container',
  make: async (stack) => {
    await stack.compose(['pause', 'api']);
    await stack.until('api', 'paused', (state) => state?.status === 'paused');
  },
  heal: restore,
};
