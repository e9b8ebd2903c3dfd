import { z } from 'zod';
import type { ImageInfo } from '../checks/containers.js';
import type { Engine } from './engine.js';
import { engineTime } from './time.js';

const inspection = z.object({
  Id: z.string().min(1),
  Created: z.string().nullish(),
  RepoTags: z.array(z.string()).nullish(),
});

const LIMIT = 4_000;

/** An image of this host by its id; null when it was removed. Throws `CannotLook`. */
export async function readImage(engine: Engine, id: string, signal: AbortSignal): Promise<ImageInfo | null> {
  const seen = await engine.json({ path: `/images/${id}/json`, limit: LIMIT, signal }, inspection);
  if (seen === null) return null;
  return { id: seen.Id, createdAt: engineTime(seen.Created ?? ''), tags: seen.RepoTags ?? [] };
}
