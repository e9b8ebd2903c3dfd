import { z } from 'zod';
import type { Join } from '../../remedies/docker.js';
import { settings, type Settings } from './settings.js';

const SHORT_ID = 12;
/** Modes in which a container has no networks of its own. */
const WITHOUT = /^(?:host|none|container:.*)$/;
/** In the default network containers have no names. */
const DEFAULT = /^(?:|default|bridge)$/;

export const networks = z
  .record(
    z.string(),
    z.object({
      NetworkID: z.string().default(''),
      Aliases: z.array(z.string()).nullish(),
      IPAMConfig: settings.nullish(),
      Links: z.array(z.string()).nullish(),
      DriverOpts: settings.nullish(),
    }),
  )
  .nullish();

/** Whose networks: `mode` is HostConfig.NetworkMode, `service` the Compose service, null where there is none. */
export interface Member {
  readonly id: string;
  readonly mode: string;
  readonly service: string | null;
}

/** How a container's networks are joined anew, with its names there and the addresses that the engine did not choose: the first when it is created, the others afterwards, since older engines take one only. */
export function joinsOf(
  written: z.infer<typeof networks>,
  member: Member,
): { readonly first: Join | null; readonly others: readonly Join[] } {
  if (WITHOUT.test(member.mode)) return { first: null, others: [] };
  const isFirst = (name: string, id: string): boolean =>
    DEFAULT.test(member.mode) ? name === 'bridge' : name === member.mode || id === member.mode;
  const entries = Object.entries(written ?? {});
  const joins = entries.map(([network, one]) => ({
    first: isFirst(network, one.NetworkID),
    join: { network, endpoint: endpointOf(one, member.id) },
  }));
  return {
    first: joins.find(({ first }) => first)?.join ?? unplugged(member),
    others: joins.filter(({ first }) => !first).map(({ join: one }) => one),
  };
}

type Endpoint = NonNullable<z.infer<typeof networks>>[string];

/** In this order the proxy expects it. */
function endpointOf(
  { Aliases: aliases, IPAMConfig: addresses, Links: links, DriverOpts: options }: Endpoint,
  id: string,
): Settings {
  // The engine adds the short id, which would be the old container's.
  const names = (aliases ?? []).filter((alias) => alias !== id.slice(0, SHORT_ID));
  return {
    Aliases: names,
    ...(addresses == null || Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
    ...(links == null ? {} : { Links: links }),
    ...(options == null ? {} : { DriverOpts: options }),
  };
}

/** A container that was taken from its own network joins that again when it starts; by Compose's name for it, or nobody would find it. */
function unplugged({ mode, service }: Member): Join | null {
  if (DEFAULT.test(mode) || service === null) return null;
  return { network: mode, endpoint: { Aliases: [service] } };
}
