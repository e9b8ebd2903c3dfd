import { restore, untilExited, type Fault } from './fault.js';

export const killed: Fault = {
  name: 'killed',
  says: 'somebody kills the API container: exit 137, which is not a lack of memory here',
  make: async (stack) => {
    await stack.compose(['kill', 'api']);
    await untilExited(stack, 137);
  },
  heal: restore,
};
