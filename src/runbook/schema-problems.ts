import type { z } from 'zod';
import { instead } from '../text/nearest.js';
import type { Path, Problem, YamlFile } from './problems.js';

type Issue = z.core.$ZodIssue;

/**
 * What zod found, in the file's own terms: unknown keys one by one, with the allowed ones and the nearest. `prefix` is where the
 * checked value stands in the file; `beside` are keys it may have there that the schema does not know.
 */
export function schemaProblems(
  yaml: YamlFile,
  error: z.ZodError,
  schema: z.ZodType,
  prefix: Path = [],
  beside: readonly string[] = [],
): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(yaml, issue, schema, prefix, beside));
}

function issueProblems(
  yaml: YamlFile,
  issue: Issue,
  schema: z.ZodType,
  prefix: Path,
  beside: readonly string[],
): Problem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const allowed = [...keysAt(schema, issue.path), ...(issue.path.length === 0 ? beside : [])];
    return issue.keys.map((key) => yaml.problem([...path, key], unknownKey(key, allowed)));
  }
  if (issue.code === 'invalid_key') return [yaml.problem(path, issue.issues[0]?.message ?? issue.message)];
  const missing = valueAt(yaml.value, path) === undefined;
  if (issue.code === 'invalid_union' && !missing) {
    const inner = closest(issue.errors);
    return inner.length === 0
      ? [yaml.problem(path, kinds(issue.errors))]
      : inner.flatMap((one) =>
          issueProblems(yaml, { ...one, path: [...issue.path, ...one.path] }, schema, prefix, beside),
        );
  }
  return [yaml.problem(path, missing ? 'is missing' : sentence(issue))];
}

/** Of several forms a value may have, what keeps it from the one it comes closest to; nothing where it is of no form's kind. */
function closest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const ofKind = forms.filter((issues) => issues.every((issue) => !isWrongKind(issue)));
  const misfits = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return ofKind.toSorted((a, b) => misfits(a) - misfits(b))[0] ?? [];
}

function isWrongKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

/** `must be string or object`. */
function kinds(forms: readonly (readonly Issue[])[]): string {
  const expected = forms.flatMap((issues) =>
    issues.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : [])),
  );
  return `must be ${[...new Set(expected)].join(' or ')}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function unknownKey(key: string, allowed: readonly string[]): string {
  return `is not a known key${allowed.length === 0 ? '' : instead(key, allowed, 'Known keys:')}`;
}

/** The keys a schema allows at a path; empty where it cannot be told. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const inner = unwrapped(schema);
  const definition = inner.def as {
    type: string;
    shape?: Record<string, z.ZodType>;
    element?: z.ZodType;
    valueType?: z.ZodType;
    options?: z.ZodType[];
  };
  if (definition.options !== undefined)
    return [...new Set(definition.options.flatMap((option) => keysAt(option, path)))];
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(definition.shape ?? {});
  const next = definition.shape?.[String(head)] ?? definition.element ?? definition.valueType;
  return next === undefined ? [] : keysAt(next, rest);
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const definition = schema.def as { innerType?: z.ZodType; getter?: () => z.ZodType; in?: z.ZodType };
  const inner = definition.innerType ?? definition.getter?.() ?? definition.in;
  return inner === undefined ? schema : unwrapped(inner);
}

function sentence(issue: Issue): string {
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type' && issue.path.length === 0) return 'must hold keys and their values';
  return issue.message.replace(/^Invalid input: expected /, 'must be ');
}
