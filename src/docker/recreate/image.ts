import { z } from 'zod';
import { CannotLook } from '../../checks/check.js';
import type { Engine } from '../engine.js';
import { settings, type Settings } from './settings.js';

const LIMIT = 4_000;

const inspection = z.object({
  Id: z.string().min(1),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Config: settings.nullish(),
});

/** An image as containers are made from it. */
export interface Image {
  /** `sha256:…` */
  readonly id: string;
  /** Names that mean this image now. */
  readonly names: readonly string[];
  /** What containers get that were told nothing else. */
  readonly defaults: Settings;
}

/** Reads an image by its id. Throws `CannotLook`, also where it is not on that host. */
export async function imageOf(engine: Engine, id: string, signal: AbortSignal): Promise<Image> {
  const seen = await engine.json({ path: `/images/${id}/json`, limit: LIMIT, signal }, inspection);
  if (seen === null) throw new CannotLook(`the image ${shortly(id)} is not on host ${engine.host} any more`);
  return { id: seen.Id, names: [...(seen.RepoTags ?? []), ...(seen.RepoDigests ?? [])], defaults: seen.Config ?? {} };
}

/** How a create call names this image: as it was `written` where that still means it, so that people recognise it. */
export function nameFor({ id, names }: Image, written: string): string {
  if (names.includes(written) || names.includes(`${written}:latest`)) return written;
  return id;
}

function shortly(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
