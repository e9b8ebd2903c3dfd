import type { Ground } from './ground.js';

/** What a number has to be, and whether it was. */
export interface Target {
  readonly says: string;
  readonly met: boolean;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** Measured in the same run, and what that makes of the number: a machine's own speed cancels out. */
  readonly against?: string;
  readonly target?: Target;
}

export interface Findings {
  readonly rows: readonly Row[];
  /** What one must know to read the rows. */
  readonly notes: readonly string[];
}

/** One thing that is measured, on the real bot process. */
export interface Measurement {
  /** As typed after `npm run bench --`. */
  readonly name: string;
  readonly title: string;
  run(ground: Ground): Promise<Findings>;
}

export function atMost(value: number, most: number, unit: string): Target {
  return { says: `≤ ${most} ${unit}`, met: value <= most };
}

export function atLeast(value: number, least: number, unit: string): Target {
  return { says: `≥ ${least} ${unit}`, met: value >= least };
}
