import { restore, untilUnhealthy, type Fault } from './fault.js';

const migration =
  "(echo 'BEGIN; ALTER TABLE prompts ADD COLUMN language text;'; sleep 3600) | psql -U structured_prompt structured_prompt_db";

export const tableLocked: Fault = {
  name: 'table-locked',
  says: 'a migration locks a table and is forgotten: queries wait for it without end',
  make: async (stack) => {
    stack.renewOnRestore('postgres');
    await stack.docker(['exec', '-d', '-e', 'PGAPPNAME=migration', stack.containers.postgres, 'sh', '-c', migration]);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
