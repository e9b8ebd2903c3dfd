import { distance } from 'fastest-levenshtein';

/** The word somebody most likely meant, or null when none is near: at most a third of the letters may differ. */
export function nearest(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best === undefined) return null;
  return best.far <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) / 3)) ? best.candidate : null;
}
