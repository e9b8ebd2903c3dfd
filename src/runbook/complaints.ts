import type { z } from 'zod';
import type { Included } from './include.js';
import type { Path, Problem } from './problems.js';
import { schemaProblems } from './schema-problems.js';

/** Collects what is wrong with a runbook while it is read, each problem at its place in the file it stands in. */
export class Complaints {
  readonly #included: Included;
  readonly #problems: Problem[] = [];

  constructor(included: Included) {
    this.#included = included;
  }

  /** In the order they were found. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The value at `path` is wrong; the message says what would have been right. */
  readonly wrong = (path: Path, message: string): void => {
    this.#problems.push(this.#included.fileOf(path).problem(path, message));
  };

  /** The value at `path` does not fit its schema; `beside` are keys that were taken from it before. */
  misfit(path: Path, error: z.ZodError, schema: z.ZodType, beside: readonly string[]): void {
    this.#problems.push(...schemaProblems(this.#included.fileOf(path), error, schema, path, beside));
  }

  /** Something in the text of a file, `offset` characters from its start. */
  wrongAt(file: Included['files'][number], offset: number, message: string): void {
    this.#problems.push(file.yaml.problemAt(offset, message));
  }
}
