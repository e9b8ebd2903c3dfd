import { CannotLook } from '../checks/check.js';
import type { ServiceTarget } from '../checks/containers.js';
import { durationBetween } from '../runbook/duration.js';
import { pattern } from '../checks/log-patterns.js';
import type { Doing } from './remedy.js';
import { seconds } from './words.js';

/** Parameters of remedies that wait for a new container to come up. */
export const startUpParams = {
  startup: pattern
    .nullable()
    .default(null)
    .describe('RE2 pattern of the line that the service writes once it has started; it is waited for.'),
  within: durationBetween(1_000, 300_000, 'between 1s and 5m')
    .default(30_000)
    .describe('How long to wait for that line.'),
};

/** A container of its own log: whatever it has written is from this run. */
const ALWAYS = new Date(0).toISOString();

/** Waits for the start-up line of a new container; says what came of it: `its start-up line came after 4 s`. Never fails. */
export async function awaitStartUp(
  { service, id, startup, within }: { service: ServiceTarget; id: string; startup: string | null; within: number },
  { docker, world }: Doing,
  signal: AbortSignal,
): Promise<string | null> {
  if (startup === null) return null;
  const began = world.now().getTime();
  try {
    const came = await docker.waitForLine(service, id, startup, ALWAYS, within, signal);
    if (!came) return `its start-up line did not come within ${seconds(within)}`;
    return `its start-up line came after ${seconds(world.now().getTime() - began)}`;
  } catch (error) {
    if (error instanceof CannotLook) return `whether its start-up line came could not be seen: ${error.reason}`;
    throw error;
  }
}
