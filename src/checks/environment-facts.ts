import type { FactSpec } from '../runbook/facts.js';

const ADDRESS = /(?:URL|URI|DSN)$/;

/** True for a variable that holds an address by its name; only of these, parts are told. */
export function holdsAddress(variable: string): boolean {
  return ADDRESS.test(variable);
}

/** The facts about these variables; `expected` are those whose value is compared. */
export function environmentSpecs(variables: readonly string[], expected: readonly string[]): Record<string, FactSpec> {
  const each = variables.flatMap((variable) => Object.entries(specsOf(variable, expected.includes(variable))));
  return {
    missing: { type: 'strings', says: 'Variables that are not set, or empty.' },
    mismatched: { type: 'strings', says: 'Variables that are set to something other than expected.' },
    ...Object.fromEntries(each),
  };
}

function specsOf(variable: string, compared: boolean): Record<string, FactSpec> {
  const name = variable.toLowerCase();
  return {
    [`${name}_set`]: { type: 'bool', says: `${variable} is there and not empty.` },
    ...(compared ? comparison(name, variable) : {}),
    ...(holdsAddress(variable) ? address(name, variable) : {}),
  };
}

function comparison(name: string, variable: string): Record<string, FactSpec> {
  return {
    [`${name}_matches`]: { type: 'bool', says: `${variable} is set as expected.` },
    [`${name}_differs_in`]: {
      type: 'strings',
      says: `In which parts ${variable} differs: scheme, user, password, host, port, name, options, quotes, spaces or value; none where it matches or is not set.`,
    },
  };
}

function address(name: string, variable: string): Record<string, FactSpec> {
  return {
    [`${name}_host`]: { type: 'string', says: `Host in ${variable}; empty where it holds no address.` },
    [`${name}_port`]: {
      type: 'int',
      says: `Port in ${variable}, or the usual one of its scheme; 0 where there is none.`,
    },
    [`${name}_name`]: { type: 'string', says: `Name of the database in ${variable}; empty where it holds none.` },
  };
}
