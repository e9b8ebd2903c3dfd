import type { Account } from '../engine/reporter.js';
import { latestRun, type Run } from '../incident/state.js';
import type { Runbook } from '../runbook/runbook.js';
import { isUnknown, type FactValue, type UnknownFact } from '../runbook/facts.js';
import type { Facts } from './facts.js';

/** More symptoms than this are no help. */
const MOST = 12;
const LONGEST_VALUE = 60;

/**
 * A cause to be completed, as lines of YAML below `causes:`: what was seen when no known cause fitted stands as its symptoms.
 * Where a later run found the service well, only what differs from it.
 */
export function sketchOf({ incident }: Account, facts: Facts, runbook: Runbook): string[] {
  const run = facts.incident.runs.find((one) => one.run === facts.diagnosis?.run);
  const well = wellRun(facts, run);
  const symptoms = run === undefined ? [] : conditionsOf(run, well, runbook);
  return [
    '  # Give it a name and a title, and keep the symptoms that tell it from the others.',
    `  cause_of_${incident.toLowerCase().replace(/[^a-z0-9]+/g, '_')}:`,
    `    title: cause of ${incident}`,
    '    next: say here what people do about it.',
    '    symptoms:',
    ...(symptoms.length > 0 ? symptoms : ['!health.ok']).map((when) => `      - { when: ${quoted(when)}, weight: 2 }`),
  ];
}

/** A newer run of the same runbook that found the service up. */
function wellRun({ incident }: Facts, run: Run | undefined): Run | null {
  const last = latestRun(incident);
  if (run === undefined || last === null || last.run <= run.run || last.hash !== run.hash) return null;
  return last.verdict?.state === 'up' ? last : null;
}

/** Conditions that held: yes and no, and short words. Numbers and times have no threshold yet. */
function conditionsOf(run: Run, well: Run | null, { vocabulary }: Runbook): string[] {
  const conditions = Object.entries(run.answers).flatMap(([check, { facts }]) =>
    Object.entries(facts).flatMap(([fact, value]) => {
      const type = vocabulary[check]?.[fact]?.type;
      const same = well?.answers[check]?.facts[fact] === value;
      return type === undefined || same ? [] : conditionOf(`${check}.${fact}`, type, value);
    }),
  );
  // What is not as it should be says more than what is: a negation first.
  const no = conditions.filter((one) => one.startsWith('!'));
  return [...no, ...conditions.filter((one) => !one.startsWith('!'))].slice(0, MOST);
}

function conditionOf(fact: string, type: string, value: FactValue | UnknownFact): string[] {
  if (isUnknown(value)) return [];
  if (type === 'bool' && typeof value === 'boolean') return [value ? fact : `!${fact}`];
  const isShort = typeof value === 'string' && value !== '' && value.length <= LONGEST_VALUE;
  return type === 'string' && isShort ? [`${fact} == ${JSON.stringify(value)}`] : [];
}

/** A YAML string on one line. */
function quoted(condition: string): string {
  return `'${condition.replaceAll("'", "''")}'`;
}
