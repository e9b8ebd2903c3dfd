import { holdPort } from '../port-holder.js';
import { failToStart, restore, type Fault } from './fault.js';

export const hostPortTakenByProcess: Fault = {
  name: 'host-port-taken-by-process',
  says: 'a program on the host took the port of the API, which cannot be started any more',
  make: async (stack) => {
    await stack.compose(['stop', 'api']);
    stack.onRestore(await holdPort(stack.ports.api));
    await failToStart(stack.compose(['start', 'api']));
    await stack.until('api', 'refused its port', (state) => state?.error.includes('address already in use') === true);
  },
  heal: restore,
};
