/** How long a change may take from its announcement to the engine's answer, ms: the announcement is written down first. */
export const ONE_CHANGE = 15_000;

/** The same for one that gives the container a time of grace, ms. */
export function stopping(grace: number): number {
  return grace + 20_000;
}
