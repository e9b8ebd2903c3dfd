import type { Condition } from './conditions.js';
import type { RunbookCheck } from './runbook.js';

/** What a condition looks at, by the checks' names for people, each once: `Health endpoint, PostgreSQL`. */
export function conditionInWords({ refs }: Condition, checks: readonly RunbookCheck[]): string {
  const ids = [...new Set(refs.map(({ check }) => check))];
  return ids.map((id) => checks.find((check) => check.id === id)?.title ?? id).join(', ');
}
