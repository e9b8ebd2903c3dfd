import { z } from 'zod';

/** The table of a type's parameters, line by line, without `type` itself; empty where it has none. */
export function parameterTable(params: z.ZodType): readonly string[] {
  const rows = rowsOf(params, '').filter((row) => !row.startsWith('| `type` |'));
  return rows.length === 0 ? [] : ['| parameter | default | |', '| --- | --- | --- |', ...rows, ''];
}

/** A row for each parameter, and for those inside the items of a list: `steps[].argv`. */
function rowsOf(schema: z.ZodType, prefix: string): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([name, parameter]) => [
    `| \`${prefix}${name}\` | ${defaultOf(parameter)} | ${parameter.description ?? ''} |`,
    ...(parameter instanceof z.ZodArray ? rowsOf(parameter.element as z.ZodType, `${prefix}${name}[].`) : []),
  ]);
}

function defaultOf(parameter: z.ZodType): string {
  const value = parameter instanceof z.ZodDefault ? parameter.def.defaultValue : undefined;
  if (value !== undefined) return `\`${isDuration(parameter, value) ? duration(value) : JSON.stringify(value)}\``;
  return parameter.safeParse(undefined).success ? '' : 'required';
}

/** A number that a runbook does not write as one. */
function isDuration(parameter: z.ZodType, value: unknown): value is number {
  return typeof value === 'number' && !parameter.safeParse(value).success;
}

/** Milliseconds as a runbook writes them. */
function duration(ms: number): string {
  if (ms % 60_000 === 0 && ms > 0) return `${ms / 60_000}m`;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}
