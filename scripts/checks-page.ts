import { z } from 'zod';
import { checks } from '../src/checks/index.js';
import type { CheckSpec } from '../src/runbook/catalog.js';

/** Parameters with which a check type's facts are listed, for types whose facts depend on them. */
const EXAMPLES: Readonly<Record<string, object>> = {
  logs: { find: { your_name: 'pattern' } },
  http: { url: 'http://localhost/' },
  port: { host: 'localhost', port: 80 },
  postgres: { url: 'postgres://localhost/db' },
};

interface Property {
  readonly description?: string;
  readonly default?: unknown;
}

/** docs/checks.md: every check type with its parameters and the facts it brings, from the code. */
export function checksPage(): string {
  const sections = Object.values(checks).map(section);
  return `# Checks\n\nWritten by \`npm run docs\` from src/checks; a test holds it current.\n\n${sections.join('\n')}`;
}

function section(check: CheckSpec): string {
  const schema = z.toJSONSchema(check.params, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  const parameters = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'type');
  const facts = Object.entries(check.facts({ type: check.type, ...EXAMPLES[check.type] }));
  const rows = parameters.map(
    ([name, property]) =>
      `| \`${name}\` | ${defaultOf(name, property, schema.required ?? [])} | ${property.description ?? ''} |`,
  );
  const factRows = facts.map(
    ([name, { type, unit, says }]) => `| \`${name}\` | ${type}${unit === undefined ? '' : `, ${unit}`} | ${says} |`,
  );
  return [
    `## ${check.type}`,
    '',
    `${check.says} Looks from: ${check.vantage}.`,
    '',
    ...(rows.length === 0 ? [] : ['| parameter | default | |', '| --- | --- | --- |', ...rows, '']),
    '| fact | type | |',
    '| --- | --- | --- |',
    ...factRows,
    '',
  ].join('\n');
}

function defaultOf(name: string, property: Property, required: readonly string[]): string {
  if (property.default !== undefined) return `\`${JSON.stringify(property.default)}\``;
  return required.includes(name) ? 'required' : '';
}
