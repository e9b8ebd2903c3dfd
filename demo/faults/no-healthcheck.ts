import { waitFor } from '../wait.js';
import { answers, breakInside, restore, untilAnswering, type Fault } from './fault.js';

export const noHealthcheck: Fault = {
  name: 'no-healthcheck',
  says: 'the API hangs, and nobody defined a healthcheck that would notice',
  make: async (stack) => {
    await stack.deploy('api', { healthcheck: null });
    await untilAnswering(stack);
    await breakInside(stack, 'deadlock');
    await waitFor('silence of the API', 30_000, async () => !(await answers(stack, 1_000)) || undefined);
  },
  heal: restore,
};
