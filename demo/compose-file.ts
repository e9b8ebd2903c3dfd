import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { composeFile } from './folder.js';
import type { ServiceName } from './images.js';

/** What Compose calls its file unless told otherwise. */
export const fileName = 'docker-compose.yml';

/** An edit of one service in the compose file: maps are merged, null removes, anything else replaces. */
export type Patch = Readonly<Record<string, unknown>>;

const mapSchema = z.record(z.string(), z.unknown());
const fileSchema = z.looseObject({ services: z.record(z.string(), mapSchema) });

/** The text of the demo's compose file with some services edited, one edit after the other. Its variables stay variables. */
export async function patched(...edits: readonly (readonly [ServiceName, Patch])[]): Promise<string> {
  const file = fileSchema.parse(parse(await readFile(composeFile, 'utf8'), { merge: true }));
  const services = { ...file.services };
  for (const [service, patch] of edits) services[service] = merged(services[service] ?? {}, patch);
  return stringify({ ...file, services });
}

function merged(into: Patch, patch: Patch): Patch {
  const result = new Map(Object.entries(into));
  for (const [key, value] of Object.entries(patch)) {
    const [before, after] = [mapSchema.safeParse(result.get(key)), mapSchema.safeParse(value)];
    if (value === null) result.delete(key);
    else result.set(key, before.success && after.success ? merged(before.data, after.data) : value);
  }
  return Object.fromEntries(result);
}
