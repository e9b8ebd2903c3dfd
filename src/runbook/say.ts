import { formatBytes, formatDuration, formatPercent } from '../text/units.js';
import { instead } from '../text/nearest.js';
import { text, type Part, type Text } from '../text/text.js';
import type { Known, Vocabulary } from './conditions.js';
import { isUnknown, type FactSpec, type FactValue, type QuotedLine } from './facts.js';
import type { Say } from './runbook.js';

const PLACE = /\{\{\s*([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\s*\}\}/g;

/** The checks whose facts stand in the words, in that order. */
export function spokenChecks(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].flatMap(([, check]) => check ?? []);
}

/** Compiles evidence in words: `{{check.fact}}` becomes the fact's value with its unit. Returns what is wrong as a sentence. */
export function compileSay(template: string, vocabulary: Vocabulary): Say | { readonly error: string } {
  for (const [, check = '', fact = ''] of template.matchAll(PLACE)) {
    const facts = Object.hasOwn(vocabulary, check) ? vocabulary[check] : undefined;
    if (facts === undefined)
      return { error: `no check is called "${check}"${instead(check, Object.keys(vocabulary), 'Checks are')}` };
    if (!Object.hasOwn(facts, fact))
      return { error: `${check} has no fact "${fact}"${instead(fact, Object.keys(facts), 'It has')}` };
  }
  if (/\{\{|\}\}/.test(template.replace(PLACE, ''))) return { error: 'a place for a value reads {{check.fact}}' };
  return (known) => filled(template, known, vocabulary);
}

function filled(template: string, known: Known, vocabulary: Vocabulary): Text {
  const parts: Part[] = [];
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    const [whole, check = '', fact = ''] = match;
    const spec = vocabulary[check]?.[fact];
    parts.push(template.slice(from, match.index), spec === undefined ? '?' : shown(spec, known[check]?.[fact]));
    from = match.index + whole.length;
  }
  return text(...parts, template.slice(from));
}

/** One fact as people read it. Foreign text is quoted as code, so that it is seen as foreign. */
export function shown(spec: FactSpec, value: FactValue | { unknown: string } | undefined): Part {
  if (value === undefined || isUnknown(value)) return 'unknown';
  if (spec.type === 'time') return value === null ? 'never' : { time: value as string, to: 'second' };
  if (spec.type === 'lines') return newest(value as readonly QuotedLine[]);
  if (spec.type === 'strings') return (value as readonly string[]).join(', ');
  if (spec.type === 'string') return value === '' ? 'nothing' : { code: value as string };
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? measured(value, spec) : 'unknown';
}

function newest(lines: readonly QuotedLine[]): Part {
  const last = lines.at(-1);
  return last === undefined ? 'nothing' : { code: last.text };
}

function measured(value: number, spec: FactSpec): string {
  if (spec.unit === 'ms') return formatDuration(value);
  if (spec.unit === 'bytes') return formatBytes(value);
  if (spec.unit === 'percent') return formatPercent(value);
  return spec.type === 'double' ? value.toFixed(1) : String(value);
}
