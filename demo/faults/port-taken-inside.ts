import { restore, untilExited, type Fault } from './fault.js';

// As a start script does that has one line too many.
const start =
  'python3 -m http.server 8000 & until nc -z localhost 8000; do sleep 0.1; done; exec uvicorn main:app --host 0.0.0.0 --port 8000';

export const portTakenInside: Fault = {
  name: 'port-taken-inside',
  says: 'a second program in the container took the port on which the API listens',
  make: async (stack) => {
    await stack.deploy('api', { command: ['sh', '-c', start] });
    await untilExited(stack, 1);
  },
  heal: restore,
};
