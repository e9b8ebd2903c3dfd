import { z } from 'zod';
import type { HostNetwork } from '../checks/container-details.js';
import type { Engine } from './engine.js';

const LIMIT = 4_000;
const SHORT_ID = 12;

const listing = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    Driver: z.string().default(''),
    Options: z.record(z.string(), z.string()).nullish(),
  }),
);

/** Every network of an engine. Throws `CannotLook`. */
export async function listNetworks(engine: Engine, signal: AbortSignal): Promise<HostNetwork[]> {
  const listed = (await engine.json({ path: '/networks', limit: LIMIT, signal }, listing)) ?? [];
  return listed.map((one) => ({ id: one.Id, name: one.Name, driver: one.Driver, bridge: bridgeOf(one) }));
}

function bridgeOf({ Id: id, Driver: driver, Options: options }: z.infer<typeof listing>[number]): string {
  if (driver !== 'bridge') return '';
  return options?.['com.docker.network.bridge.name'] ?? `br-${id.slice(0, SHORT_ID)}`;
}
