/** Exit codes of the `incident` program. */
export const EXIT = { healthy: 0, problem: 1, couldNotTell: 2, failed: 3 } as const;
