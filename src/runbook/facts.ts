/** What a fact's value can be. `lines` are quoted lines of foreign text, each with its time where it has one. */
export type FactType = 'bool' | 'int' | 'double' | 'string' | 'time' | 'strings' | 'lines';

/** How people read a number: `ms` 41 ms, `bytes` 2.0 GiB, `percent` 93 %. */
export type Unit = 'ms' | 'bytes' | 'percent';

/** Declares one fact of a check. `says` is its documentation, including what it holds when it does not apply. */
export interface FactSpec {
  readonly type: FactType;
  readonly unit?: Unit;
  readonly says: string;
}

export interface QuotedLine {
  /** ISO 8601, or null where the source gives no time. */
  readonly at: string | null;
  readonly text: string;
}

/** The value as it is recorded: plain JSON. `time` is ISO 8601 or null (never happened). `int` is a safe integer. */
export type FactValue = boolean | number | string | null | readonly string[] | readonly QuotedLine[];

/** This fact could not be looked at. The reason is one short sentence for people. */
export interface UnknownFact {
  readonly unknown: string;
}

export type Facts = Readonly<Record<string, FactValue | UnknownFact>>;

/** True for a fact that was recorded as unknown. */
export function isUnknown(fact: FactValue | UnknownFact | undefined): fact is UnknownFact {
  return typeof fact === 'object' && fact !== null && 'unknown' in fact;
}

/** Marks every declared fact unknown for one reason: the check as a whole could not look. */
export function allUnknown(specs: Readonly<Record<string, FactSpec>>, reason: string): Facts {
  return Object.fromEntries(Object.keys(specs).map((name) => [name, { unknown: reason }]));
}

/** Names what is wrong with facts measured against their declaration; empty when they fit. A misfit is a bug in a check. */
export function misfits(specs: Readonly<Record<string, FactSpec>>, facts: Facts): string[] {
  const wrong = Object.keys(facts)
    .filter((name) => !(name in specs))
    .map((name) => `${name} is not declared`);
  for (const [name, spec] of Object.entries(specs)) {
    const value = facts[name];
    if (value === undefined) wrong.push(`${name} is missing`);
    else if (!isUnknown(value) && !fits(spec.type, value)) wrong.push(`${name} is not of type ${spec.type}`);
  }
  return wrong;
}

function fits(type: FactType, value: FactValue): boolean {
  switch (type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
    case 'time':
      return value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'lines':
      return Array.isArray(value) && value.every((item) => typeof item === 'object' && 'text' in item && 'at' in item);
  }
}
