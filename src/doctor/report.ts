import { cleanText } from '../text/clean.js';
import { maskSecrets } from '../text/mask.js';
import type { Line } from './line.js';

const MARK_WIDTH = 7;

/** All lines as text for a terminal, and a last one that sums them up. */
export function asText(lines: readonly Line[]): string {
  return [...lines.map(lineAsText), summary(lines)].join('\n');
}

/** The same for programs: `{ ok, lines: [{ mark, about, says, mend }] }`. */
export function asJson(lines: readonly Line[]): string {
  return JSON.stringify({ ok: soundness(lines), lines }, null, 2);
}

/** True when nothing is wrong; what was skipped does not count. */
export function soundness(lines: readonly Line[]): boolean {
  return lines.every(({ mark }) => mark !== 'wrong');
}

/** The lines fit to be shown: no control characters, no secrets, none of the strings in `secrets`. */
export function shown(lines: readonly Line[], secrets: readonly string[]): Line[] {
  const safe = (text: string): string => maskSecrets(cleanText(text), secrets);
  return lines.map((line) => ({
    ...line,
    about: safe(line.about),
    says: safe(line.says),
    mend: line.mend === null ? null : safe(line.mend),
  }));
}

function lineAsText({ mark, about, says, mend }: Line): string {
  const todo = mend === null ? '' : ` → ${mend}`;
  return `${mark.padEnd(MARK_WIDTH)}${about}: ${says}${todo}`.replaceAll('\n', `\n${' '.repeat(MARK_WIDTH)}`);
}

function summary(lines: readonly Line[]): string {
  const count = (mark: Line['mark']): number => lines.filter((line) => line.mark === mark).length;
  const [wrong, skipped] = [count('wrong'), count('skip')];
  const first = wrong === 0 ? 'Nothing is wrong' : wrong === 1 ? 'One thing is wrong' : `${wrong} things are wrong`;
  return `\n${first}${skipped === 0 ? '' : `; ${skipped} could not be looked at`}.`;
}
