import { instead } from '../text/nearest.js';
import type { RemedyCatalog } from './catalog.js';
import type { Complaints } from './complaints.js';
import type { Path } from './problems.js';
import type { CompileAt } from './read-conditions.js';
import type { Remedy, Verification } from './runbook.js';
import type { RemedySource, RunbookSource } from './schema.js';

/** What reading remedies needs beside what is written. */
export interface RemedyReading {
  readonly catalog: RemedyCatalog;
  /** The runbook's own service, and all of config.yml. */
  readonly service: string;
  readonly services: readonly string[];
  /** For `only_if`. */
  readonly compile: CompileAt;
  /** For `verify`, which may speak of checks that nothing else asks. */
  readonly compileVerification: CompileAt;
  readonly complaints: Complaints;
}

/** Keys of a remedy that are the language's, not its type's. */
const OWN_KEYS = ['title', 'service', 'risk', 'only_if', 'verify', 'attempts', 'then'];

/** Ties the remedies of a runbook to their types; those that are wrong are reported and left out. */
export function readRemedies(
  written: RunbookSource['remedies'],
  reading: RemedyReading,
): Readonly<Record<string, Remedy>> {
  const read = Object.entries(written).map(([id, remedy]) => readRemedy(id, remedy, reading));
  return Object.fromEntries(read.flatMap((remedy) => (remedy === null ? [] : [[remedy.id, remedy]])));
}

function readRemedy(id: string, written: RemedySource, reading: RemedyReading): Remedy | null {
  const { type, title, service, risk, only_if, verify, attempts, then, ...own } = written;
  const path = ['remedies', id];
  const params = { type, ...own };
  const isFit = fits(id, params, reading);
  if (service !== undefined) needService(service, [...path, 'service'], reading);
  const onlyIf = reading.compile(only_if, [...path, 'only_if']);
  const verification = readVerification(id, verify, reading);
  if (!isFit || onlyIf === null || verification === null) return null;
  return {
    ...{ id, type, title: title ?? null, service: service ?? reading.service, params, risk, onlyIf },
    ...{ verify: verification, attempts, then: then ?? null },
  };
}

/** True when the type is there and takes these parameters. */
function fits(
  id: string,
  params: Readonly<Record<string, unknown>> & { readonly type: string },
  reading: RemedyReading,
): boolean {
  const { catalog, complaints } = reading;
  const { type, ...own } = params;
  const spec = Object.hasOwn(catalog, type) ? catalog[type] : undefined;
  if (spec === undefined) {
    const told = `no remedy type "${type}"${instead(type, Object.keys(catalog), 'There are')}`;
    complaints.wrong(['remedies', id, 'type'], told);
    return false;
  }
  const parsed = spec.params.safeParse(params);
  if (!parsed.success) {
    complaints.misfit(['remedies', id], parsed.error, spec.params, OWN_KEYS);
    return false;
  }
  for (const service of spec.alsoWorksOn?.(params) ?? [])
    needService(service, ['remedies', id, ...placeOf(service, own)], reading);
  return true;
}

/** Where a name stands among parameters; nowhere in particular where it is not written as it is. */
function placeOf(name: string, params: Readonly<Record<string, unknown>>): Path {
  for (const [key, value] of Object.entries(params)) {
    if (value === name) return [key];
    if (Array.isArray(value) && value.includes(name)) return [key, value.indexOf(name)];
  }
  return [];
}

function needService(name: string, path: Path, { services, complaints }: RemedyReading): void {
  if (services.includes(name)) return;
  complaints.wrong(path, `config.yml has no service "${name}"${instead(name, services, 'It has')}`);
}

function readVerification(
  id: string,
  { within, that, show }: RemedySource['verify'],
  { compileVerification }: RemedyReading,
): Verification | null {
  const condition = compileVerification(that, ['remedies', id, 'verify', 'that']);
  if (condition === null) return null;
  return { that: condition, within, show: show ?? [...new Set(condition.refs.map(({ check }) => check))] };
}
