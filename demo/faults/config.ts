import { restore, type Fault } from './fault.js';

export const config: Fault = {
  name: 'config',
  says: 'the API is deployed with a database address that is none, and refuses to start',
  make: async (stack) => {
    await stack.compose(['up', '-d', '--no-deps', 'api'], { DEMO_DATABASE_URL: 'postgres:5432' });
    await stack.until('api', 'ended by its settings', (state) => state?.status === 'exited' && state.exitCode === 1);
  },
  heal: restore,
};
