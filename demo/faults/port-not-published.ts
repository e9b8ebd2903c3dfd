import { restore, untilHealthy, type Fault } from './fault.js';

export const portNotPublished: Fault = {
  name: 'port-not-published',
  says: 'the port of the API is no longer published: healthy inside, nothing outside',
  make: async (stack) => {
    await stack.deploy('api', { ports: null });
    await untilHealthy(stack);
  },
  heal: restore,
};
