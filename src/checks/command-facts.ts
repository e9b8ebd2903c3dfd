import type { FactSpec } from '../runbook/facts.js';
import { MOST_QUOTED } from './log-patterns.js';

const specs = {
  ok: { type: 'bool', says: 'It ended by itself with exit code 0.' },
  exit_code: {
    type: 'int',
    says: 'Its exit code, 127 where there is no such program; unknown where it did not end by itself.',
  },
  output: {
    type: 'string',
    says: 'Beginning of what it wrote, standard output before errors, 2,000 characters at most.',
  },
  timed_out: { type: 'bool', says: 'Its time was over, so it was killed.' },
  missing: { type: 'bool', says: 'There is no such program.' },
  truncated: { type: 'bool', says: 'It wrote more than max_output, so it was not read to its end.' },
  maybe_running: { type: 'bool', says: 'It was given up and could not be killed for certain: it may still run.' },
  took: { type: 'int', unit: 'ms', says: 'How long it ran.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Names that a pattern cannot take. */
export const COMMAND_FACTS = Object.keys(specs);

/** The facts of a command check with these patterns. */
export function commandSpecs(find: Readonly<Record<string, string>>): Record<string, FactSpec> {
  const named = Object.keys(find).map((name): [string, FactSpec] => [
    name,
    { type: 'lines', says: `The last lines it wrote, ${MOST_QUOTED} at most, that match the pattern ${name}.` },
  ]);
  return { ...specs, ...Object.fromEntries(named) };
}
