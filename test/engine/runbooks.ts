import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CheckAnswer } from '../../src/incident/events.js';
import type { Runbooks } from '../../src/engine/ports.js';
import type { Catalog, CheckSpec } from '../../src/runbook/catalog.js';
import { readRunbook, type Surroundings } from '../../src/runbook/read.js';
import type { Runbook } from '../../src/runbook/runbook.js';

const probe: CheckSpec = {
  type: 'probe',
  vantage: 'bot',
  says: 'a check of the tests',
  params: z.looseObject({ type: z.literal('probe') }),
  facts: () => ({ ok: { type: 'bool', says: 'whether it is well' } }),
};
const catalog: Catalog = { probe };

export const SURROUNDINGS: Surroundings = {
  catalog,
  values: () => ({}),
  remedies: { mend: { params: z.strictObject({ type: z.literal('mend') }) } },
  services: ['api', 'worker', 'redis'],
  parties: ['senior-oncall', 'lead'],
  onCall: null,
  reserved: ['help'],
};

export interface RunbookShape {
  readonly id?: string;
  readonly service?: string;
  readonly deadline?: string;
  readonly checks?: readonly string[];
  /** Makes another version of it. */
  readonly title?: string;
  /** As a runbook writes them; the first one is for a broken front. */
  readonly remedies?: Readonly<Record<string, object>>;
  readonly escalation?: readonly object[];
  /** Anything else a runbook may say. */
  readonly more?: object;
}

/** The text of a small runbook: `front` decides between well and broken, every check has a cause of its own. */
export function runbookSource({
  id = 'api-down',
  service = 'api',
  deadline = '15s',
  checks = ['front', 'back'],
  title = 'API Down',
  remedies = {},
  escalation = [],
  more = {},
}: RunbookShape = {}): string {
  const [first] = Object.keys(remedies);
  const cause = (check: string): object => ({
    title: `${check} broken`,
    next: `mend ${check}.`,
    independent: true,
    remedies: check === checks[0] && first !== undefined ? [first] : [],
    symptoms: [{ when: `!${check}.ok`, weight: 5, say: `${check} says no` }],
  });
  return JSON.stringify({
    ...{ id, title, service, severity: 'high', owner: 'tests', reviewed: '2026-11-22', review_every: '90d', deadline },
    checks: Object.fromEntries(checks.map((check) => [check, { type: 'probe' }])),
    users_feel: checks[0],
    tree: [{ ask: 'Is the front well?', when: `${checks[0] ?? ''}.ok`, yes: 'well', no: 'broken' }],
    outcomes: {
      well: { title: 'false alarm', state: 'up', kind: 'false_alarm', only_if: `${checks[0] ?? ''}.ok`, next: 'rest.' },
      broken: { title: 'broken', state: 'down', next: 'look.', show: [...checks] },
      could_not_tell: { title: 'could not tell', state: 'unchecked', kind: 'blind', next: 'look by hand.' },
    },
    causes: Object.fromEntries(checks.map((check) => [`${check}_broken`, cause(check)])),
    remedies,
    escalation,
    ...more,
  });
}

/** A runbook read from such a text; throws what is wrong with it. */
export function runbookOf(shape: RunbookShape = {}): Runbook {
  const read = readRunbook(`${shape.id ?? 'api-down'}.yml`, runbookSource(shape), SURROUNDINGS);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.runbook;
}

export const hashOf = (runbook: Runbook): string => createHash('sha256').update(runbook.source).digest('hex');

/** Runbooks as the engine wants them: those of today, and with `old` those that can still be read by their hash. */
export function runbooksOf(current: readonly Runbook[], old: readonly Runbook[] = []): Runbooks {
  return {
    current: (id) => {
      const runbook = current.find((one) => one.id === id);
      return runbook === undefined ? null : { runbook, hash: hashOf(runbook) };
    },
    version: (_id, hash) => Promise.resolve([...current, ...old].find((one) => hashOf(one) === hash) ?? null),
  };
}

/** What a check says: well, not well, or that it could not look. */
export function answer(ok: boolean | 'unknown', over: Partial<CheckAnswer> = {}): CheckAnswer {
  return {
    facts: { ok: ok === 'unknown' ? { unknown: 'nobody answers' } : ok },
    says: [ok === 'unknown' ? 'unknown' : ok ? 'well' : 'not well'],
    quotes: [],
    kept: null,
    tookMs: 1,
    ...over,
  };
}
