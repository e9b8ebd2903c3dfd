import type { Text } from '../text/text.js';
import type { Condition, Known, Vocabulary } from './conditions.js';
import type { Vantage } from './catalog.js';
import type { OUTCOME_KINDS } from './schema.js';
import type { Step } from './tree.js';

export type ServiceState = 'up' | 'down' | 'degraded' | 'unchecked';
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** A check as a runbook asks it, its `${…}` already replaced from config.yml. */
export interface RunbookCheck {
  readonly id: string;
  readonly type: string;
  /** What people call it: `Log`, `PostgreSQL`. */
  readonly title: string;
  readonly vantage: Vantage;
  readonly params: unknown;
}

export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly state: ServiceState;
  readonly kind: (typeof OUTCOME_KINDS)[number];
  readonly onlyIf: Condition | null;
  readonly next: string;
  readonly show: readonly string[];
}

/** Evidence in words, made from facts. */
export type Say = (known: Known) => Text;

export interface Symptom {
  readonly when: Condition;
  readonly weight: number;
  readonly say: Say | null;
  /** The check that saw it, for the vantage: the one its words quote, else the last its condition speaks of. */
  readonly seenBy: string;
}

export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly symptoms: readonly Symptom[];
  readonly next: string;
  readonly independent: boolean;
  readonly followUps: readonly string[];
}

/** A runbook that was read, checked and tied to the catalog and to config.yml: everything a run needs, and pure. */
export interface Runbook {
  readonly id: string;
  readonly title: string;
  readonly service: string;
  readonly alerts: readonly string[];
  readonly severity: Severity;
  readonly owner: string;
  /** ISO date of the last review and how long it holds, in ms. */
  readonly reviewed: string;
  readonly reviewEvery: number;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** One deadline for all checks of a run, in ms. */
  readonly deadline: number;
  readonly checks: readonly RunbookCheck[];
  /** Ids of the checks in the order in which the verdict needs them. */
  readonly askOrder: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly usersFeel: string;
  readonly tree: Step;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly causes: readonly Cause[];
  /** The file and those it includes as one text; runs keep it by its hash. */
  readonly source: string;
}

/** The outcome every tree can end in: what was asked did not decide it. A runbook may define its own under this name. */
export const COULD_NOT_TELL = 'could_not_tell';
