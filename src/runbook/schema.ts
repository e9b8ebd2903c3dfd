import { z } from 'zod';
import { duration, durationBetween } from './duration.js';

const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower-case letters, digits and _');
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -');
const sentence = z.string().min(1, 'must not be empty');
/** A CEL expression over facts; its types are checked by the linter. */
const condition = z.string().min(1, 'must not be empty');
const date = z.iso.date('must be a date like 2025-12-04');

/** A question's way on: the name of an outcome, or another question. */
export type BranchSource = string | QuestionSource;
export interface QuestionSource {
  ask: string;
  when: string;
  yes?: BranchSource | undefined;
  no?: BranchSource | undefined;
  unknown?: BranchSource | undefined;
}

const question: z.ZodType<QuestionSource> = z.strictObject({
  ask: sentence,
  when: condition,
  get yes() {
    return branch.optional();
  },
  get no() {
    return branch.optional();
  },
  get unknown() {
    return branch.optional();
  },
});
const branch: z.ZodType<BranchSource> = z.lazy(() => z.union([identifier, question]));

/** What an outcome means for the search for causes. */
export const OUTCOME_KINDS = ['problem', 'false_alarm', 'blind', 'wait'] as const;

const outcome = z.strictObject({
  /** What people read after the state where no cause is named: `Docker not reachable`. */
  title: sentence,
  /** The service's state this outcome stands for. */
  state: z.enum(['up', 'down', 'degraded', 'unchecked']),
  /**
   * `problem` looks for causes; `false_alarm` does not; `blind` means the bot could not look where it mattered; `wait` is no
   * trouble yet: of the causes only independent ones (a dependency that is down) are looked for.
   */
  kind: z.enum(OUTCOME_KINDS).default('problem'),
  /** Must hold for this outcome to be given. A false alarm needs one. */
  only_if: condition.optional(),
  /** What to do next when no cause is named; it follows `Next:`, so it begins in lower case. */
  next: sentence,
  /** Checks whose evidence is shown when no cause is named. */
  show: z.array(identifier).default([]),
  /** What the bot can do where no cause is named, the recommended one first. */
  remedies: z.array(identifier).default([]),
});

const symptom = z.strictObject({
  when: condition,
  /** Above zero speaks for the cause, below zero against it. */
  weight: z.int('must be a whole number').refine((weight) => weight !== 0, 'a weight of 0 says nothing'),
  /** The evidence in words when it holds; {{check.fact}} is replaced by its value. Without it the symptom counts silently. */
  say: sentence.optional(),
});

const cause = z.strictObject({
  /** As it reads inside a sentence: `out of memory`, `Redis down`. */
  title: sentence.max(60),
  symptoms: z.array(symptom).min(1, 'needs at least one symptom'),
  next: sentence,
  /** What people do before a remedy is asked for: `ask in the channel who stopped it`. It follows `Next:`; no full stop. */
  first: sentence.optional(),
  /** True for a thing that breaks on its own (a dependency): it may be named beside another cause. */
  independent: z.boolean().default(false),
  follow_ups: z.array(sentence).default([]),
  /** What the bot can do about it, the recommended one first. */
  remedies: z.array(identifier).default([]),
});

/** One check of a runbook: its type, a name for people, and the type's own parameters (checked against the type). */
const check = z.looseObject({
  type: z.string(),
  title: sentence.max(40).optional(),
  /** Asked to verify a remedy and not in a diagnosis: a real request, a count of rows. */
  only: z.literal('verify').optional(),
});

/** How much a remedy can harm. */
export const RISKS = ['low', 'medium', 'high', 'critical'] as const;

/** One change to the world: its type, what holds for all remedies, and the type's own parameters (checked against the type). */
const remedy = z.looseObject({
  type: z.string(),
  /** A verb first, in lower case: `end the old worker`. */
  title: sentence.max(60).optional(),
  /** The service of config.yml it works on; the runbook's where it is left out. */
  service: slug.optional(),
  risk: z.enum(RISKS),
  /** Must hold; asked again at the moment of acting. */
  only_if: condition,
  verify: z.strictObject({
    within: durationBetween(5_000, 600_000, 'between 5s and 10m'),
    that: condition,
    show: z.array(identifier).min(1, 'names at least one check').optional(),
  }),
  attempts: z.int('must be a whole number').min(1, 'must be 1 to 10').max(10, 'must be 1 to 10').default(1),
  then: identifier.optional(),
});

/** A party of config.yml; people may write it as they would mention it. */
const party = z
  .string()
  .regex(/^@?[a-z][a-z0-9-]*$/, 'must be a name under people: of config.yml, like senior-oncall')
  .transform((written) => written.replace(/^@/, ''));

/** What makes somebody be called. */
const OCCASIONS = ['after', 'spent', 'cause'] as const;

const escalation = z
  .strictObject({
    /** So long after the service went down. */
    after: durationBetween(1_000, 604_800_000, 'between 1s and 7d').optional(),
    /** The remedy that was tried as often as it may be. */
    spent: identifier.optional(),
    /** A diagnosis is over and names no cause. */
    cause: z.literal('unknown').optional(),
    to: party,
  })
  .superRefine((written, context) => {
    const said = OCCASIONS.filter((occasion) => written[occasion] !== undefined);
    if (said.length === 1) return;
    const message =
      said.length === 0
        ? 'must say when: after: 15m, spent: a remedy, or cause: unknown'
        : `says ${said.join(' and ')}; make each an entry of its own`;
    context.addIssue({ code: 'custom', message });
  });

/** How it is seen whether the data is right. */
const integrity = z.strictObject({
  that: condition,
  show: z.array(identifier).min(1, 'names at least one check').optional(),
});

const prevention = z.strictObject({
  /** By when, as people say it: `This week`. */
  when: sentence.max(60),
  measures: z.array(sentence).min(1, 'names at least one measure'),
});

const watch = z
  .strictObject({
    for: durationBetween(5_000, 86_400_000, 'between 5s and 1d').default(900_000),
    every: durationBetween(1_000, 600_000, 'between 1s and 10m').default(30_000),
  })
  .refine((written) => written.every <= written.for, {
    path: ['every'],
    error: 'must be no longer than for',
  });

/** A runbook as people write it, without what only the catalog of checks and config.yml can judge. */
export const runbookSchema = z.strictObject({
  id: slug,
  title: sentence,
  service: slug,
  alerts: z.array(z.string()).default([]),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  page: z.boolean().default(false),
  targets: z.strictObject({ acknowledge: duration, resolve: duration }).optional(),
  owner: z.string(),
  reviewed: date,
  review_every: duration,
  impact: z
    .strictObject({
      users: sentence,
      business: sentence.optional(),
      endpoints: sentence.optional(),
      sla: sentence.optional(),
    })
    .optional(),
  links: z.array(z.strictObject({ title: sentence, url: z.string() })).default([]),
  /** All checks of a run end by then; what has not answered is unknown. */
  deadline: duration.default(15_000),
  /** Files of the folder shared/ whose checks and causes this runbook has too. */
  include: z.array(slug).default([]),
  checks: z.record(identifier, check).default({}),
  /** The check that shows what users feel; its evidence stands on every card. */
  users_feel: identifier,
  tree: z.array(z.union([question, z.strictObject({ otherwise: identifier })])).min(1, 'needs at least one question'),
  outcomes: z.record(identifier, outcome),
  causes: z.record(identifier, cause).default({}),
  remedies: z.record(identifier, remedy).default({}),
  /** Who is called when remedies did not help, when it takes long, and when no cause is known. */
  escalation: z.array(escalation).default([]),
  /** How often an update is asked for while the service is down. */
  updates: durationBetween(10_000, 86_400_000, 'between 10s and 1d').optional(),
  /** How it is seen whether the data is right. */
  integrity: integrity.optional(),
  /** What would keep it from happening again. */
  prevention: z.array(prevention).default([]),
  /** How long and how often it is looked after a remedy worked. */
  watch: watch.prefault({}),
});

/** What runbooks of one service share: a file that is no runbook itself. */
export const sharedSchema = z.strictObject({
  checks: z.record(identifier, check).default({}),
  causes: z.record(identifier, cause).default({}),
  remedies: z.record(identifier, remedy).default({}),
});

export type RunbookSource = z.infer<typeof runbookSchema>;
export type OutcomeSource = z.infer<typeof outcome>;
export type CauseSource = z.infer<typeof cause>;
export type RemedySource = z.infer<typeof remedy>;
