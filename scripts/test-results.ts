import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const outputSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

export interface Counts {
  readonly passed: number;
  /** Tests that failed, and files that could not be run at all. */
  readonly failed: number;
  readonly skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Reads what `jest --json --outputFile` wrote. A file that is not there means jest itself failed: one failure. */
export async function readCounts(file: string): Promise<Counts> {
  const written = await readFile(file, 'utf8').catch(() => null);
  if (written === null) return { ...none, failed: 1 };
  const counts = outputSchema.parse(JSON.parse(written));
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

export function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of a test run. */
export function summary(counts: Counts): string {
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
