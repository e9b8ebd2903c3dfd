import { restore, untilHealthy, type Fault } from './fault.js';

export const loopbackOnly: Fault = {
  name: 'loopback-only',
  says: 'the API listens on loopback in its container: healthy inside, nothing outside',
  make: async (stack) => {
    await stack.deploy('api', { command: ['uvicorn', 'main:app', '--host', '127.0.0.1', '--port', '8000'] });
    await untilHealthy(stack);
  },
  heal: restore,
};
