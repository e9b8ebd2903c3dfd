import { waitFor } from '../wait.js';
import { breakInside, restore, type Fault } from './fault.js';

export const wrongBody: Fault = {
  name: 'wrong-body',
  says: 'the API answers 200 with a maintenance page, and Docker takes that for healthy',
  make: async (stack) => {
    await breakInside(stack, 'maintenance');
    await waitFor('the maintenance page', 20_000, async () => {
      const answer = await fetch(stack.urls.health);
      return (await answer.text()).includes('back soon') ? true : undefined;
    });
  },
  heal: restore,
};
