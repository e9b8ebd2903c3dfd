import { breakInside, restore, type Fault } from './fault.js';

export const oom: Fault = {
  name: 'oom',
  says: 'the API uses more memory than its limit and the kernel kills it',
  make: async (stack) => {
    await breakInside(stack, 'leak');
    await stack.until('api', 'killed for memory', (state) => state?.status === 'exited' && state.oomKilled);
  },
  heal: restore,
};
