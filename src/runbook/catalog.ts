import type { z } from 'zod';
import type { FactSpec } from './facts.js';

/** Where a check looks from. Always said beside its evidence. */
export type Vantage = 'bot' | 'Docker' | 'inside' | 'neighbour';

/** What the language must know of a check type to judge a runbook: its parameters and the facts it will bring. */
export interface CheckSpec {
  readonly type: string;
  /** A function of its (parsed) parameters where they decide it. */
  readonly vantage: Vantage | ((params: unknown) => Vantage);
  /** One line for the documentation. */
  readonly says: string;
  /** The strict schema of its parameters as a runbook writes them. */
  readonly params: z.ZodType;
  /** The facts it brings with these (parsed) parameters. */
  facts(params: unknown): Readonly<Record<string, FactSpec>>;
}

/** Where this check looks from with these (parsed) parameters. */
export function vantageOf({ vantage }: CheckSpec, params: unknown): Vantage {
  return typeof vantage === 'function' ? vantage(params) : vantage;
}

export type Catalog = Readonly<Record<string, CheckSpec>>;

/** What the language must know of a remedy type. */
export interface RemedySpec {
  /** The strict schema of its parameters as a runbook writes them, `type` included. */
  readonly params: z.ZodType;
  /** The services of config.yml that it changes beside its own with these (unparsed) parameters; none unless told. */
  readonly alsoWorksOn?: (params: unknown) => readonly string[];
}

/** The remedy types there are, by name. */
export type RemedyCatalog = Readonly<Record<string, RemedySpec>>;
