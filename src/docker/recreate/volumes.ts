import { z } from 'zod';
import type { Json } from '../../incident/remedy.js';
import { objectOf, stringsOf, type Settings } from './settings.js';

export const mounts = z
  .array(
    z.object({
      Type: z.string(),
      Name: z.string().default(''),
      Destination: z.string(),
      RW: z.boolean().default(true),
    }),
  )
  .nullish();

/** The host configuration, mounting the very volumes that the engine made up for the old container: nobody named them, but they hold its data. */
export function withVolumes(host: Settings, mounted: z.infer<typeof mounts>): Settings {
  const volumes = (mounted ?? []).filter(({ Type: type, Name: name }) => type === 'volume' && name !== '');
  const written = z.array(z.json()).safeParse(host['Mounts']).data ?? [];
  const named = written.map((one) => withSource(one, volumes));
  const told = new Set([...stringsOf(host['Binds']).map(targetOf), ...written.map((one) => objectOf(one)['Target'])]);
  const binds = volumes
    .filter(({ Destination: target }) => !told.has(target))
    .map(({ Name: name, Destination: target, RW: writable }) => `${name}:${target}${writable ? '' : ':ro'}`);
  return {
    ...host,
    ...(written.length === 0 ? {} : { Mounts: named }),
    ...(binds.length === 0 ? {} : { Binds: [...stringsOf(host['Binds']), ...binds] }),
  };
}

/** `source:target:options`. */
function targetOf(bind: string): string {
  return bind.split(':')[1] ?? '';
}

function withSource(written: Json, volumes: NonNullable<z.infer<typeof mounts>>): Json {
  const mount = objectOf(written);
  if (mount['Type'] !== 'volume' || (mount['Source'] ?? '') !== '') return written;
  const volume = volumes.find(({ Destination: target }) => target === mount['Target']);
  return volume === undefined ? written : { ...mount, Source: volume.Name };
}
