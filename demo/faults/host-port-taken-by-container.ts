import type { Stack } from '../stack.js';
import { failToStart, restore, untilAnswering, type Fault } from './fault.js';

export const hostPortTakenByContainer: Fault = {
  name: 'host-port-taken-by-container',
  says: 'another container took the port of the API, which cannot be started any more',
  make: async (stack) => {
    await stack.compose(['rm', '-s', '-f', 'api']);
    await occupyPort(stack);
    await failToStart(stack.compose(['up', '-d', '--no-deps', 'api']));
    await untilAnswering(stack);
  },
  heal: restore,
};

async function occupyPort(stack: Stack): Promise<void> {
  const name = `${stack.project}-reports`;
  const image = await stack.docker(['inspect', '--format', '{{.Image}}', stack.containers.frontend]);
  // With the project's label it goes when the project goes, however this process ends.
  const labels = ['--label', `com.docker.compose.project=${stack.project}`];
  const port = `127.0.0.1:${stack.ports.api}:9000`;
  stack.onRestore(async () => {
    await stack.docker(['rm', '-f', name]);
  });
  await stack.docker([
    ...['run', '-d', '--init', '--name', name, ...labels, '-p', port, image.trim()],
    ...['python3', '-m', 'http.server', '9000'],
  ]);
}
