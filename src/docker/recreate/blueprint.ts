import { z } from 'zod';
import { Refused, type Blueprint } from '../../remedies/docker.js';
import type { Engine } from '../engine.js';
import { imageOf, nameFor } from './image.js';
import { withoutDefaults } from './image-defaults.js';
import { joinsOf, networks } from './networks.js';
import { settings, textOf, type Settings } from './settings.js';
import { mounts, withVolumes } from './volumes.js';

const LIMIT = 4_000;
const SHORT_ID = 12;
const COMPOSE_SERVICE = 'com.docker.compose.service';

const inspection = z.object({
  Id: z.string().min(1),
  Name: z.string(),
  Image: z.string().min(1),
  Config: settings,
  HostConfig: settings,
  Mounts: mounts,
  NetworkSettings: z.object({ Networks: networks }).nullish(),
});

type Inspection = z.infer<typeof inspection>;

/**
 * How to make a container anew: what its creator told it, its volumes and networks; with another image (an id) where one is given.
 * Null: it is gone. Throws `CannotLook`, and `Refused` for one that cannot be put back.
 */
export async function readBlueprint(
  engine: Engine,
  container: string,
  image: string | null,
  signal: AbortSignal,
): Promise<Blueprint | null> {
  const seen = await engine.json({ path: `/containers/${container}/json`, limit: LIMIT, signal }, inspection);
  if (seen === null) return null;
  const name = seen.Name.replace(/^\//, '');
  if (seen.HostConfig['AutoRemove'] === true)
    throw new Refused(`${name} is removed by Docker as soon as it stops, so it could not be put back`);
  const old = await imageOf(engine, seen.Image, signal);
  const told = toldTo(seen, old.defaults);
  const written = textOf(told['Image']);
  if (image === null || image === old.id) return { name, image: old.id, ...madeAs(seen, told, nameFor(old, written)) };
  const other = await imageOf(engine, image, signal);
  return { name, image: other.id, ...madeAs(seen, told, nameFor(other, other.names[0] ?? other.id)) };
}

/** What the container was told, without what the engine made up for it. */
function toldTo({ Id: id, Config: config, HostConfig: host }: Inspection, defaults: Settings): Settings {
  const { Hostname: hostname, Domainname: domain, ...told } = withoutDefaults(config, defaults);
  const borrowed = textOf(host['NetworkMode']).startsWith('container:') || host['UTSMode'] === 'host';
  if (borrowed || hostname === undefined || hostname === id.slice(0, SHORT_ID)) return told;
  return { ...told, Hostname: hostname, Domainname: domain ?? '' };
}

function madeAs(seen: Inspection, told: Settings, image: string): Pick<Blueprint, 'create' | 'joins'> {
  const service = labelOf(seen.Config, COMPOSE_SERVICE);
  const mode = textOf(seen.HostConfig['NetworkMode']);
  const { first, others } = joinsOf(seen.NetworkSettings?.Networks, { id: seen.Id, mode, service });
  const host = withVolumes(seen.HostConfig, seen.Mounts);
  const joined = first === null ? {} : { [first.network]: first.endpoint };
  const create = { ...told, Image: image, HostConfig: host, NetworkingConfig: { EndpointsConfig: joined } };
  return { create, joins: others };
}

function labelOf(config: Settings, label: string): string | null {
  const labels = z.record(z.string(), z.string()).safeParse(config['Labels']);
  return labels.data?.[label] ?? null;
}
