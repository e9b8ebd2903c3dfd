import { restore, untilLogged, untilUnhealthy, type Fault } from './fault.js';

export const wrongPortInside: Fault = {
  name: 'wrong-port-inside',
  says: 'the API listens on port 8080 of its container, everybody asks on 8000',
  make: async (stack) => {
    await stack.deploy('api', { command: ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8080'] });
    await untilLogged(stack, 'Uvicorn running on');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
