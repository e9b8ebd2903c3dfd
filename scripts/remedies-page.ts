import { remedies } from '../src/remedies/index.js';
import type { RegisteredRemedy } from '../src/remedies/remedy.js';
import { parameterTable } from './parameters.js';

/** docs/remedies.md: every remedy type with its parameters, from the code. */
export function remediesPage(): string {
  const sections = Object.values(remedies).map(section);
  const head = 'Written by `npm run docs` from src/remedies; a test holds it current.';
  const beside =
    'What every remedy has beside these parameters is in [runbook-language.md](runbook-language.md#remedies).';
  return `# Remedies\n\n${head} ${beside}\n\n${sections.join('\n')}`;
}

function section({ type, says, params }: RegisteredRemedy): string {
  return [`## ${type}`, '', says, '', ...parameterTable(params)].join('\n');
}
