import type { Response } from './response.js';
import type { Text } from '../text/text.js';
import type { Condition, Known, Vocabulary } from './conditions.js';
import type { Vantage } from './catalog.js';
import type { OUTCOME_KINDS, RISKS } from './schema.js';
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
  /** `verify`: asked to verify a remedy and not in a diagnosis; null: asked in every run. */
  readonly only: 'verify' | null;
}

export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly state: ServiceState;
  readonly kind: (typeof OUTCOME_KINDS)[number];
  readonly onlyIf: Condition | null;
  readonly next: string;
  readonly show: readonly string[];
  /** Ids of the remedies to offer where no cause is named, the recommended one first. */
  readonly remedies: readonly string[];
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
  /** What people do before a remedy of it is asked for; null for nothing. */
  readonly first: string | null;
  /** Ids of its remedies, the recommended one first. */
  readonly remedies: readonly string[];
}

/** How much a remedy can harm; it decides who must say yes. */
export type Risk = (typeof RISKS)[number];

/** How it is looked at whether a remedy worked. */
export interface Verification {
  readonly that: Condition;
  /** Must hold twice in a row before so many ms are over. */
  readonly within: number;
  /** Checks whose words stand as before and after; those the condition speaks of unless the runbook says others. */
  readonly show: readonly string[];
}

/** One change to the world, as a runbook spells it out; its `${…}` already replaced. */
export interface Remedy {
  readonly id: string;
  readonly type: string;
  /** The runbook's own words for it, a verb first (`end the old worker`); null for those its type has. */
  readonly title: string | null;
  /** The service of config.yml it works on. */
  readonly service: string;
  /** As written, `type` included; to be parsed by its type. */
  readonly params: unknown;
  readonly risk: Risk;
  /** Must hold at the moment of acting. */
  readonly onlyIf: Condition;
  readonly verify: Verification;
  /** How often it may be begun in one incident. */
  readonly attempts: number;
  /** The next rung: offered when this one did not help. */
  readonly then: string | null;
}

/** Who is called when a remedy was tried as often as it may be. */
export interface Escalation {
  readonly spent: string;
  /** A party of config.yml. */
  readonly to: string;
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
  readonly remedies: Readonly<Record<string, Remedy>>;
  /** Who is called when a remedy was tried in vain. */
  readonly escalation: readonly Escalation[];
  /** Who is called when; recorded with every run. */
  readonly response: Response;
  /** How it is looked at whether the data is right, for whoever asks afterwards; null where the runbook does not say. */
  readonly integrity: { readonly that: Condition; readonly show: readonly string[] } | null;
  /** What would keep it from happening again, as its authors know it. */
  readonly prevention: readonly { readonly when: string; readonly measures: readonly string[] }[];
  /** How long and how often it is looked after a remedy worked, in ms. */
  readonly watch: { readonly for: number; readonly every: number };
  /** The file and those it includes as one text; runs keep it by its hash. */
  readonly source: string;
}

/** The outcome every tree can end in: what was asked did not decide it. A runbook may define its own under this name. */
export const COULD_NOT_TELL = 'could_not_tell';
