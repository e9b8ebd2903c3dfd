import { distance } from 'fastest-levenshtein';

/** The word somebody most likely meant, or null when none is near: at most a third of the letters may differ, but always one. Two letters that changed places count once. */
export function nearest(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((candidate) => ({ candidate, far: slips(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best === undefined) return null;
  return best.far <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) / 3)) ? best.candidate : null;
}

/** What follows `no such word`: the nearest right one, if one is near, and all of them. `are` leads the list: `There are`. */
export function instead(word: string, words: readonly string[], are: string): string {
  const meant = nearest(word, words);
  return `${meant === null ? '.' : `; did you mean "${meant}"?`} ${are} ${words.join(', ') || 'none'}`;
}

/** How many slips of the finger lie between two words. */
function slips(word: string, other: string): number {
  const swaps = Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => 1 + distance(swapped(word, at), other));
  return Math.min(distance(word, other), ...swaps);
}

function swapped(word: string, at: number): string {
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
}
