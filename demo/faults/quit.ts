import { restore, untilExited, type Fault } from './fault.js';

const command = ['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000'];

export const quit: Fault = {
  name: 'quit',
  says: 'the API ends by itself with exit 0: it was told to after three requests',
  make: async (stack) => {
    await stack.deploy('api', { command: [...command, '--limit-max-requests', '3'] });
    await untilExited(stack, 0);
  },
  heal: restore,
};
