import type pg from 'pg';
import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import type { FactSpec } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { CannotLook, defineCheck } from './check.js';
import { errorCode, sayNetworkError } from './network-error.js';
import { withPostgres } from './postgres-client.js';
import { postgresErrorOf } from './postgres-login.js';
import { withoutPassword } from './url-login.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['postgres:', 'postgresql:'];
const LONGEST_MESSAGE = 200;
const NO_TABLE = ['42P01', '3F000'];

const table = z
  .string()
  .regex(/^[A-Za-z_][\w$]{0,62}(?:\.[A-Za-z_][\w$]{0,62})?$/, 'a table is a name, or schema.name');

const params = z.strictObject({
  type: z.literal('row_counts'),
  url: urlOf(SCHEMES),
  tables: z
    .record(table, z.int().min(0))
    .refine((tables) => Object.keys(tables).length > 0, 'at least one table')
    .describe(
      'Each table with the rows it has at least: the baseline. Names are taken as they are written, case included.',
    ),
  timeout: durationBetween(100, 9_000, 'between 100ms and 9s')
    .default(5_000)
    .describe('For the login and all counts together.'),
});
type Params = z.infer<typeof params>;

const specs = {
  ok: { type: 'bool', says: 'Every table is there and has at least as many rows as its baseline.' },
  fewer: { type: 'strings', says: 'Tables with fewer rows than their baseline.' },
  missing: { type: 'strings', says: 'Tables that are not there.' },
  counts: {
    type: 'string',
    says: 'The rows of every table beside its baseline: `prompts 128 (at least 120), users 3 (at least 1)`.',
  },
} satisfies Readonly<Record<string, FactSpec>>;

/** One table; `rows` is null where there is no such table. */
interface Counted {
  readonly table: string;
  readonly least: number;
  readonly rows: number | null;
}

/** Whether tables still have the rows they should. */
export const rowCounts = defineCheck({
  type: 'row_counts',
  vantage: 'bot',
  says: 'The rows of tables in PostgreSQL, beside a baseline. Counting reads a whole table: choose small ones.',
  params,
  facts: () => specs,
  run: async (asked, world, signal) => {
    const counted = await countAll(asked, (foreign) => world.clean(foreign), signal);
    const missing = counted.filter(({ rows }) => rows === null);
    const fewer = counted.filter(({ rows, least }) => rows !== null && rows < least);
    const says = sayCounts(counted);
    const facts = {
      ok: missing.length === 0 && fewer.length === 0,
      fewer: fewer.map((one) => one.table),
      missing: missing.map((one) => one.table),
      counts: says,
    };
    const bad = counted.filter(({ rows, least }) => rows === null || rows < least).length;
    const lead: Text =
      bad === 0 ? [] : [`${bad} of ${counted.length} ${counted.length === 1 ? 'table has' : 'tables have'} too few: `];
    return { facts, says: text(lead, says) };
  },
});

async function countAll(
  { url: written, tables, timeout }: Params,
  clean: (text: string) => string,
  signal: AbortSignal,
): Promise<readonly Counted[]> {
  const url = parseUrl(written, SCHEMES);
  if (url === null) throw new CannotLook("the check's database address is no postgres:// address");
  try {
    return await withPostgres(written, timeout, signal, async (client) => {
      const counted: Counted[] = [];
      for (const [name, least] of Object.entries(tables))
        counted.push({ table: name, least, rows: await countRows(client, name) });
      return counted;
    });
  } catch (error) {
    const kind = postgresErrorOf(error);
    const known = ['refused', 'reset', 'timeout', 'dns', 'tls', 'unreachable'] as const;
    const network = known.find((one) => one === kind);
    const words = error instanceof Error ? error.message : String(error);
    const reason =
      network === undefined
        ? cutText(clean(withoutPassword(words, url)), LONGEST_MESSAGE)
        : sayNetworkError(network, timeout);
    throw new CannotLook(`the rows could not be counted: ${reason}`, { cause: error });
  }
}

async function countRows(client: pg.Client, name: string): Promise<number | null> {
  try {
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${quoted(name)}`);
    return Number(rows[0]?.rows ?? 0);
  } catch (error) {
    if (NO_TABLE.includes(errorCode(error))) return null;
    throw error;
  }
}

/** The schema takes no quotes; they keep the case, and words such as `user` from being SQL. */
function quoted(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}

/** `prompts 128 (at least 120), users not there (at least 1)`. */
function sayCounts(counted: readonly Counted[]): string {
  return counted
    .map(({ table: name, rows, least }) => `${name} ${rows === null ? 'not there' : rows} (at least ${least})`)
    .join(', ');
}
