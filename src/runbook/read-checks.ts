import { instead } from '../text/nearest.js';
import { vantageOf, type Catalog } from './catalog.js';
import type { Complaints } from './complaints.js';
import { isUsableName, type Vocabulary } from './conditions.js';
import type { RunbookCheck } from './runbook.js';
import type { RunbookSource } from './schema.js';

type CheckSource = RunbookSource['checks'][string];

/** Keys of a check that are the language's, not its type's. */
const OWN_KEYS = ['title', 'only'];

/** Ties the checks of a runbook to their types; those that are wrong are reported and left out. */
export function readChecks(
  written: RunbookSource['checks'],
  catalog: Catalog,
  complaints: Complaints,
): readonly RunbookCheck[] {
  return Object.entries(written).flatMap(([id, check]) => readCheck(id, check, catalog, complaints) ?? []);
}

function readCheck(
  id: string,
  { type, title, only, ...params }: CheckSource,
  catalog: Catalog,
  complaints: Complaints,
): RunbookCheck | null {
  const path = ['checks', id];
  const spec = Object.hasOwn(catalog, type) ? catalog[type] : undefined;
  if (spec === undefined) {
    const told = `no check type "${type}"${instead(type, Object.keys(catalog), 'There are')}`;
    complaints.wrong([...path, 'type'], told);
    return null;
  }
  if (!isUsableName(id, 'check')) {
    complaints.wrong(path, `conditions cannot speak of "${id}", a word of their own; call the check something else`);
    return null;
  }
  const parsed = spec.params.safeParse({ type, ...params });
  if (!parsed.success) {
    complaints.misfit(path, parsed.error, spec.params, OWN_KEYS);
    return null;
  }
  const vantage = vantageOf(spec, parsed.data);
  return { id, type, title: title ?? capitalised(id), vantage, params: { type, ...params }, only: only ?? null };
}

/** The facts these checks bring. Patterns and read values are named by people, so their names are looked at too. */
export function vocabularyOf(checks: readonly RunbookCheck[], catalog: Catalog, complaints: Complaints): Vocabulary {
  const vocabulary = Object.fromEntries(checks.map(({ id, type, params }) => [id, catalog[type]?.facts(params) ?? {}]));
  for (const [check, facts] of Object.entries(vocabulary)) {
    for (const fact of Object.keys(facts).filter((name) => !isUsableName(name, 'fact'))) {
      const told = `conditions cannot speak of "${fact}", a word of their own; call the fact something else`;
      complaints.wrong(['checks', check], told);
    }
  }
  return vocabulary;
}

function capitalised(id: string): string {
  return (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('_', ' ');
}
