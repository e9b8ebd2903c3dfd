import { restore, untilLogged, type Fault } from './fault.js';

export const starting: Fault = {
  name: 'starting',
  says: 'the API was just deployed and takes its time to start: nothing is broken',
  make: async (stack) => {
    await stack.deploy('api', {
      environment: { WARM_UP_SECONDS: '45' },
      healthcheck: { start_period: '60s' },
    });
    await stack.until('api', 'starting', (state) => state?.status === 'running' && state.health === 'starting');
    await untilLogged(stack, 'Loading the model');
  },
  heal: restore,
};
