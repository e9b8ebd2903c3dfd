import { restore, type Fault } from './fault.js';

export const restartLoop: Fault = {
  name: 'restart-loop',
  says: 'a release with a truncated model file: the API dies at start, and Docker starts it again and again',
  make: async (stack) => {
    const steps = ['RUN truncate -s 12 model.json'];
    await stack.release('restart-loop', { steps, written: steps }, { restart: 'always' });
    await stack.until('api', 'restarted twice', (state) => (state?.restarts ?? 0) >= 2);
  },
  heal: restore,
};
