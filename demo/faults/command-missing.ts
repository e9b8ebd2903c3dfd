import { restore, untilExited, type Fault } from './fault.js';

export const commandMissing: Fault = {
  name: 'command-missing',
  says: 'the API is deployed with a command that does not exist in its image',
  make: async (stack) => {
    await stack.deploy('api', { command: ['gunicorn', 'main:app', '--bind', '0.0.0.0:8000'] });
    await untilExited(stack, 127);
  },
  heal: restore,
};
