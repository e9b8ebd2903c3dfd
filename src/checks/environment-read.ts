import type { Facts } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { join, text, type Text } from '../text/text.js';
import type { Observation } from './check.js';
import { differences, parseAddress } from './environment-address.js';
import { holdsAddress } from './environment-facts.js';

const LONGEST_PART = 200;

/** What is asked of an environment. */
export interface Wanted {
  readonly variables: readonly string[];
  readonly expect: Readonly<Record<string, string>>;
}

interface Seen {
  readonly variable: string;
  /** Empty where it is not set. */
  readonly value: string;
  readonly expected: string | undefined;
  readonly differs: readonly string[];
}

/** Reads `NAME=value` lines. No value is in the result, only its harmless parts, made safe by `clean`. */
export function readEnvironment(
  env: readonly string[],
  { variables, expect }: Wanted,
  clean: (text: string) => string,
): Observation {
  const values = new Map(env.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));
  const seen = variables.map((variable): Seen => {
    const value = values.get(variable) ?? '';
    const expected = Object.hasOwn(expect, variable) ? expect[variable] : undefined;
    const differs = expected === undefined || value === '' ? [] : differences(value, expected);
    return { variable, value, expected, differs };
  });
  const facts: Facts = {
    missing: seen.filter(({ value }) => value === '').map(({ variable }) => variable),
    mismatched: seen.filter(({ differs }) => differs.length > 0).map(({ variable }) => variable),
    ...Object.fromEntries(seen.flatMap((one) => Object.entries(factsOf(one, clean)))),
  };
  return { facts, says: say(seen, clean) };
}

function factsOf({ variable, value, expected, differs }: Seen, clean: (text: string) => string): Facts {
  const name = variable.toLowerCase();
  const set = value !== '';
  const compared = { [`${name}_matches`]: set && differs.length === 0, [`${name}_differs_in`]: differs };
  return {
    [`${name}_set`]: set,
    ...(expected === undefined ? {} : compared),
    ...(holdsAddress(variable) ? addressFacts(name, value, clean) : {}),
  };
}

function addressFacts(name: string, value: string, clean: (text: string) => string): Facts {
  const parts = parseAddress(value);
  return {
    [`${name}_host`]: short(parts?.host ?? '', clean),
    [`${name}_port`]: parts?.port ?? 0,
    [`${name}_name`]: short(parts?.name ?? '', clean),
  };
}

/** `DATABASE_URL differs in host: localhost, not postgres; GEMINI_API_KEY is not set`. */
function say(seen: readonly Seen[], clean: (text: string) => string): Text {
  const wrong = seen.flatMap((one) => {
    if (one.value === '') return [text({ code: one.variable }, ' is not set')];
    return one.differs.length === 0 ? [] : [sayDifference(one, clean)];
  });
  if (wrong.length > 0) return join(wrong, '; ');
  const good = seen.map(({ variable, expected }) =>
    text({ code: variable }, expected === undefined ? ' is set' : ' is as expected'),
  );
  return good.length === 0 ? text('nothing was asked for') : join(good, ', ');
}

function sayDifference({ variable, value, expected, differs }: Seen, clean: (text: string) => string): Text {
  const [is, should] = [parseAddress(value), parseAddress(expected ?? '')];
  const parts = differs.map((part) => {
    if (is === null || should === null || (part !== 'host' && part !== 'port' && part !== 'name')) return part;
    return `${part} (${short(String(is[part]), clean)}, not ${short(String(should[part]), clean)})`;
  });
  return text({ code: variable }, ` differs in its ${parts.join(', ')}`);
}

function short(written: string, clean: (text: string) => string): string {
  return cutText(clean(written).replace(/\s+/g, ' '), LONGEST_PART);
}
