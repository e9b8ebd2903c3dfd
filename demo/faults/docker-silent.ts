import type { Fault } from './fault.js';

export const dockerSilent: Fault = {
  name: 'docker-silent',
  says: 'the Docker engine stops answering the bot; the API runs on',
  make: (stack) => stack.engine.cut('silent'),
  heal: (stack) => stack.engine.mend(),
};
