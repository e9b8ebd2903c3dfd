import { join } from '../text/text.js';
import type { Settled } from './remedy.js';
import { settled } from './settling.js';

const IN_PART = 'Only a part of it happened. Say it happened to have it verified, or that it did not to try again.';

/** Settles several parts of one remedy: it happened where all of them did, and did not where none did. */
export async function settleAll<Part>(
  parts: readonly Part[],
  settle: (part: Part) => Promise<Settled>,
): Promise<Settled> {
  const all: Settled[] = [];
  for (const part of parts) all.push(await settle(part));
  const says = join(
    all.map((one) => one.says),
    '; ',
  );
  const [first] = new Set(all.map(({ happened }) => happened));
  const same = first !== undefined && all.every(({ happened }) => happened === first);
  if (same && first !== 'maybe') return settled(first, says);
  const find = all.flatMap((one) => one.find ?? []).join(' ');
  return settled('maybe', says, find === '' ? IN_PART : find);
}
