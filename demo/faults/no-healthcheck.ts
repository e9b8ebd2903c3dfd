import { waitFor } from '../wait.js';
import { answers, breakInside, restore, type Fault } from './fault.js';

export const noHealthcheck: Fault = {
  name: 'no-healthcheck',
  says: 'the API hangs, and nobody defined a healthcheck that would notice',
  make: async (stack) => {
    await stack.deploy('api', { healthcheck: null });
    await waitFor('an answer of the API', 20_000, async () => (await answers(stack)) || undefined);
    await breakInside(stack, 'deadlock');
    await waitFor('silence of the API', 20_000, async () => !(await answers(stack)) || undefined);
  },
  heal: restore,
};
