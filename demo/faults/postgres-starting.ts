import { restore, untilUnhealthy, type Fault } from './fault.js';

// It waits for an archive that is slow to come. Its data is the image's own, so that the stack's stays as it is.
const recover = "touch $$PGDATA/recovery.signal && exec postgres -c restore_command='sleep 3600'";

export const postgresStarting: Fault = {
  name: 'postgres-starting',
  says: 'PostgreSQL recovers from a backup and lets nobody in yet',
  make: async (stack) => {
    await stack.deploy('postgres', { volumes: null, command: ['sh', '-c', recover] });
    await untilUnhealthy(stack);
  },
  heal: restore,
};
