import { breakInside, restore, untilExited, type Fault } from './fault.js';

export const segfault: Fault = {
  name: 'segfault',
  says: 'native code in the API reads where nothing is: exit 139',
  make: async (stack) => {
    await breakInside(stack, 'segfault');
    await untilExited(stack, 139);
  },
  heal: restore,
};
