import fc from 'fast-check';
import { conditionCompiler, isConditionError, type Condition, type Known } from '../../src/runbook/conditions.js';
import type { Facts } from '../../src/runbook/facts.js';
import type { Cause, Outcome, Runbook } from '../../src/runbook/runbook.js';
import type { Step } from '../../src/runbook/tree.js';
import { makeRunbook } from '../builders.js';

/** Three checks with two facts each: small enough that random runbooks over them collide in interesting ways. */
const base = makeRunbook(`
checks:
  p: { type: bot, has: { x: bool, y: bool } }
  q: { type: docker, has: { x: bool, y: bool } }
  r: { type: bot, has: { x: bool, y: bool } }
tree: [{ otherwise: could_not_tell }]
`);
const compile = conditionCompiler(base.vocabulary);

/** A condition over the facts `x` and `y` of the checks `p`, `q` and `r`. */
export function condition(source: string): Condition {
  const compiled = compile(source);
  if (isConditionError(compiled)) throw new Error(compiled.error);
  return compiled;
}

export const unknown = { unknown: 'not looked' };

const fact = fc.constantFrom(true, false, unknown);
export const someFacts: fc.Arbitrary<Facts> = fc.record({ x: fact, y: fact });

const ofChecks = <T>(value: fc.Arbitrary<T>) => fc.record({ p: value, q: value, r: value });
/** Everything has answered, perhaps with unknown. */
export const complete: fc.Arbitrary<Known> = ofChecks(someFacts);
/** Some checks have not answered yet. */
export const partial: fc.Arbitrary<Known> = ofChecks(fc.option(someFacts, { nil: undefined }));

/** What is known, with everything that was pending taken from a later answer. */
export function completed(known: Known, later: Known): Known {
  return Object.fromEntries(Object.keys(later).map((check) => [check, known[check] ?? later[check]]));
}

const expressions = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('p.x', 'p.y', 'q.x', 'q.y', 'r.x', 'r.y'),
    fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie('any').map((one) => `!${one}`),
  ),
})).any;
export const conditions = expressions.map(condition);

export const OUTCOMES = ['one', 'two', 'three', 'fine'] as const;

/** Trees of any shape; `unknownBranch` false leaves out branches of their own for unknown answers. */
export function trees(unknownBranch = true): fc.Arbitrary<Step> {
  return fc.letrec<{ step: Step }>((tie) => ({
    step: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.record({
        kind: fc.constant('outcome' as const),
        id: fc.constantFrom(...OUTCOMES),
        onlyIf: fc.option(conditions, { freq: 3 }),
      }),
      fc.record({
        kind: fc.constant('question' as const),
        ask: fc.constantFrom('A?', 'B?', 'C?'),
        when: conditions,
        yes: tie('step'),
        no: tie('step'),
        unknown: unknownBranch ? fc.option(tie('step'), { freq: 2 }) : fc.constant(null),
      }),
    ),
  })).step;
}

const symptom = fc.record({
  when: conditions,
  weight: fc.integer({ min: -6, max: 6 }).filter((weight) => weight !== 0),
  say: fc.constantFrom(null, () => ['it shows']),
  seenBy: fc.constantFrom('p', 'q'),
});

export const causes: fc.Arbitrary<Cause[]> = fc
  .array(
    fc.record({
      symptoms: fc.array(symptom, { minLength: 1, maxLength: 3 }),
      independent: fc.boolean(),
      remedies: fc.shuffledSubarray(['restart', 'replace', 'roll_back']),
    }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map((one, index) => ({
      ...one,
      id: `cause_${index}`,
      title: `cause ${index}`,
      next: `mend ${index}.`,
      followUps: [],
      first: null,
    })),
  );

function outcome(id: string, kind: Outcome['kind']): Outcome {
  return {
    id,
    kind,
    title: id,
    state: kind === 'false_alarm' ? 'up' : 'down',
    onlyIf: null,
    next: 'act.',
    show: ['p'],
    remedies: ['start', 'restart'],
  };
}

const outcomes: Runbook['outcomes'] = {
  ...base.outcomes,
  one: outcome('one', 'problem'),
  two: outcome('two', 'problem'),
  three: outcome('three', 'blind'),
  fine: outcome('fine', 'false_alarm'),
};

/** Runbooks with any tree and any causes over the three checks. */
export const runbooks: fc.Arbitrary<Runbook> = fc
  .record({ tree: trees(), causes })
  .map((parts) => ({ ...base, outcomes, ...parts }));
