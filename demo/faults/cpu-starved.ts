import { restore, untilUnhealthy, type Fault } from './fault.js';

// Sixty clients, each with its next request as soon as the last one is answered.
const rush = `
import threading, urllib.request
def ask():
    while True:
        try:
            urllib.request.urlopen("http://api:8000/v1/health", timeout=60).read()
        except OSError:
            pass
for _ in range(60):
    threading.Thread(target=ask).start()
`;

export const cpuStarved: Fault = {
  name: 'cpu-starved',
  says: 'a rush of requests meets an API whose CPU limit is far too low',
  make: async (stack) => {
    stack.renewOnRestore('frontend');
    await stack.docker(['update', '--cpus', '0.05', stack.containers.api]);
    await stack.docker(['exec', '-d', stack.containers.frontend, 'python3', '-c', rush]);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
