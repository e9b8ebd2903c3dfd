import type { Fault } from './fault.js';

export const dockerUnreachable: Fault = {
  name: 'docker-unreachable',
  says: 'the bot is refused by the Docker engine; the API runs on',
  make: (stack) => stack.engine.cut('refused'),
  heal: (stack) => stack.engine.mend(),
};
