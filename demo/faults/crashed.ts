import { breakInside, restore, type Fault } from './fault.js';

export const crashed: Fault = {
  name: 'crashed',
  says: 'the API meets a message it cannot handle and dies with a traceback',
  make: async (stack) => {
    await breakInside(stack, 'crash');
    await stack.until('api', 'crashed', (state) => state?.status === 'exited' && state.exitCode === 1);
  },
  heal: restore,
};
