import { restore, untilExited, type Fault } from './fault.js';

export const envMissing: Fault = {
  name: 'env-missing',
  says: 'the API is deployed without its .env file and refuses to start',
  make: async (stack) => {
    await stack.deploy('api', { environment: { GEMINI_API_KEY: null } });
    await untilExited(stack, 1);
  },
  heal: restore,
};
