import { restore, untilExited, type Fault } from './fault.js';

export const missingModule: Fault = {
  name: 'missing-module',
  says: 'a new release of the API, built from a stale cache, lacks a Python package and dies at start',
  make: async (stack) => {
    await stack.release('missing-module', { steps: ['RUN rm -r /usr/lib/python3/dist-packages/redis'], written: [] });
    await untilExited(stack, 1);
  },
  heal: restore,
};
