import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatBytes, formatDuration } from '../text/units.js';

const LONGEST_LABEL = 22;
const LONGEST_TITLE = 60;

/** For a button: the first that fits, else the last cut to fit. */
export function label(...choices: readonly [string, ...string[]]): string {
  return choices.find((one) => one.length <= LONGEST_LABEL) ?? cutText(choices.at(-1) ?? '', LONGEST_LABEL);
}

export function title(written: string): string {
  return cutText(written, LONGEST_TITLE);
}

/** `container api-server on host local` and what follows after a comma. */
export function onHost(name: string, host: string, ...more: readonly (string | false)[]): Text {
  return text([`container ${name} on host ${host}`, ...more.filter((one) => one !== false)].join(', '));
}

/** Bytes as a limit is written: `2 GiB`, `1.5 GiB`, `512 MiB`. */
export function size(bytes: number): string {
  return formatBytes(bytes).replace('.0 ', ' ');
}

/** Milliseconds as a person reads them: `60 s`. */
export function seconds(ms: number): string {
  return ms % 1_000 === 0 && ms < 120_000 ? `${ms / 1_000} s` : formatDuration(ms);
}

/** What Docker's own commands take: whole seconds. */
export function flagSeconds(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}
