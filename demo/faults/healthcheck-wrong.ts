import { restore, untilAnswering, untilUnhealthy, type Fault } from './fault.js';

export const healthcheckWrong: Fault = {
  name: 'healthcheck-wrong',
  says: 'the healthcheck asks for a path that does not exist; the API is fine',
  make: async (stack) => {
    await stack.deploy('api', { healthcheck: { test: ['CMD', 'curl', '-fsS', 'http://localhost:8000/healthz'] } });
    await untilAnswering(stack);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
