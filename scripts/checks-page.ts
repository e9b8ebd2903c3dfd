import { checks } from '../src/checks/index.js';
import { vantageOf, type CheckSpec } from '../src/runbook/catalog.js';
import type { FactSpec } from '../src/runbook/facts.js';
import { parameterTable } from './parameters.js';

/** Parameters with which a check type's facts are listed, for types whose facts depend on them; several where they exclude each other. */
const EXAMPLES: Readonly<Record<string, object | readonly object[]>> = {
  inside: [{ url: 'http://localhost/' }, { tcp: 'localhost:80' }, { postgres: 'DATABASE_URL' }],
  neighbour: [
    { from: 'frontend', url: 'http://localhost/' },
    { from: 'frontend', tcp: 'localhost:80' },
  ],
  environment: { expect: { YOUR_URL: 'http://localhost/' } },
  command: [
    { where: 'container', argv: ['program'], find: { your_name: 'pattern' } },
    { where: 'bot', argv: ['program'] },
  ],
  logs: { find: { your_name: 'pattern' }, startup: 'pattern' },
  processes: { match: 'uvicorn' },
  port_mapping: { port: 8000 },
  port_holder: { port: 8000 },
  http: { url: 'http://localhost/' },
  port: { host: 'localhost', port: 80 },
  postgres: { url: 'postgres://localhost/db' },
  redis: { url: 'redis://localhost' },
  row_counts: { url: 'postgres://localhost/db', tables: { your_table: 1 } },
  prometheus: { url: 'http://localhost:9090', query: 'up', job: 'api' },
};

type FactSpecs = Readonly<Record<string, FactSpec>>;

/** docs/checks.md: every check type with its parameters and the facts it brings, from the code. */
export function checksPage(): string {
  const sections = Object.values(checks).map(section);
  return `# Checks\n\nWritten by \`npm run docs\` from src/checks; a test holds it current.\n\n${sections.join('\n')}`;
}

function section(check: CheckSpec): string {
  const examples = [EXAMPLES[check.type] ?? {}].flat().map((example) => ({ type: check.type, ...example }));
  const facts = Object.entries(Object.assign({}, ...examples.map((example) => check.facts(example))) as FactSpecs);
  const vantages = [...new Set(examples.map((example) => vantageOf(check, example)))];
  const factRows = facts.map(
    ([name, { type, unit, says }]) => `| \`${name}\` | ${type}${unit === undefined ? '' : `, ${unit}`} | ${says} |`,
  );
  return [
    `## ${check.type}`,
    '',
    `${check.says} Looks from: ${vantages.join(' or ')}.`,
    '',
    ...parameterTable(check.params),
    '| fact | type | |',
    '| --- | --- | --- |',
    ...factRows,
    '',
  ].join('\n');
}
