import type { z } from 'zod';
import type { Text } from '../text/text.js';
import type { FactSpec, Facts, QuotedLine } from '../runbook/facts.js';
import type { CheckSpec, Vantage } from '../runbook/catalog.js';
import type { Containers, ServiceTarget } from './containers.js';

/** What a check may look through. Built in main.ts, the same for every check of a run. */
export interface World {
  /** The service the runbook is about. */
  readonly service: ServiceTarget;
  /** Every service of config.yml by its name. */
  readonly services: Readonly<Record<string, ServiceTarget>>;
  readonly containers: Containers;
  /** Makes foreign text safe to keep: control characters, secrets. Every string from outside passes through it. */
  clean(text: string): string;
  now(): Date;
}

/** What one check saw. */
export interface Observation {
  /** Every declared fact, or `{ unknown: reason }`. */
  readonly facts: Facts;
  /** One line of evidence: value, unit, time; without the vantage, which is added where it is shown. */
  readonly says: Text;
  /** Lines worth reading in full, oldest first (already cleaned). */
  readonly quotes?: readonly QuotedLine[];
}

/** One read-only question to the world. */
export interface Check<Params> {
  readonly type: string;
  /** A function of its parameters where they decide it. */
  readonly vantage: Vantage | ((params: Params) => Vantage);
  readonly says: string;
  readonly params: z.ZodType<Params>;
  facts(params: Params): Readonly<Record<string, FactSpec>>;
  /**
   * Looks, and never throws for what it came to learn (refused, timed out, missing are facts).
   * Throws `CannotLook` when it could not look at all. Ends soon after `signal` aborts.
   */
  run(params: Params, world: World, signal: AbortSignal): Promise<Observation>;
}

/** A check as the registry keeps it, its parameters checked by its own schema before it runs. */
export interface RegisteredCheck extends CheckSpec {
  run(params: unknown, world: World, signal: AbortSignal): Promise<Observation>;
}

/** Ties a check's parameter type to its schema once, so that the registry needs no casts. */
export function defineCheck<Params>(check: Check<Params>): RegisteredCheck {
  const { vantage } = check;
  return {
    type: check.type,
    vantage: typeof vantage === 'function' ? (params) => vantage(check.params.parse(params)) : vantage,
    says: check.says,
    params: check.params,
    facts: (params) => check.facts(check.params.parse(params)),
    run: async (params, world, signal) => check.run(check.params.parse(params), world, signal),
  };
}

/** The check could not look: every fact it would have brought is unknown, for this reason. */
export class CannotLook extends Error {
  /** One short sentence for people, naming what was asked and how it failed. */
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'CannotLook';
    this.reason = reason;
  }
}
