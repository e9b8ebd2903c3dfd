import { restore, type Fault } from './fault.js';

export const stopped: Fault = {
  name: 'stopped',
  says: 'somebody stops the API container',
  make: async (stack) => {
    await stack.compose(['stop', 'api']);
    await stack.until('api', 'stopped', (state) => state?.status === 'exited');
  },
  heal: restore,
};
