import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { decide } from '../src/incident/decide.js';
import { type Circumstances, type Command, type Refusal } from '../src/incident/command.js';
import type { CheckAnswer, Event } from '../src/incident/events.js';
import { evolve, fold, type Incident } from '../src/incident/state.js';
import type { Catalog, RemedyCatalog } from '../src/runbook/catalog.js';
import { duration } from '../src/runbook/duration.js';
import type { Facts, FactSpec, FactType } from '../src/runbook/facts.js';
import { formatProblem } from '../src/runbook/problems.js';
import { readRunbook, type Surroundings } from '../src/runbook/read.js';
import type { Runbook } from '../src/runbook/runbook.js';
import type { Text } from '../src/text/text.js';

/** When everything in these tests begins. */
export const START = new Date('2025-12-04T03:05:00.000Z');

/** So many seconds after the start. */
export function after(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1_000);
}

const factType = z.enum(['bool', 'int', 'double', 'string', 'time', 'strings', 'lines', 'ms', 'bytes', 'percent']);

/**
 * Check types that bring the facts a runbook writes under `has`: `has: { ok: bool, error: string }`. A unit may stand
 * for its type (`latency: ms`). `bot` looks from the bot, `docker` from Docker.
 */
export const catalog: Catalog = { bot: fakeCheck('bot', 'bot'), docker: fakeCheck('docker', 'Docker') };

function fakeCheck(type: string, vantage: 'bot' | 'Docker'): Catalog[string] {
  const params = z.strictObject({
    type: z.literal(type),
    has: z.record(z.string(), factType),
    url: z.url().optional(),
  });
  const facts = (given: unknown): Record<string, FactSpec> =>
    Object.fromEntries(Object.entries(params.parse(given).has).map(([name, written]) => [name, specOf(written)]));
  return { type, vantage, says: 'A check that is never asked.', params, facts };
}

function specOf(written: z.infer<typeof factType>): FactSpec {
  if (written === 'ms' || written === 'bytes') return { type: 'int', unit: written, says: 'a number' };
  if (written === 'percent') return { type: 'double', unit: written, says: 'a share' };
  return { type: written satisfies FactType, says: 'a fact' };
}

const mend = z.strictObject({
  type: z.literal('mend'),
  patience: duration.optional(),
  also: z.array(z.string()).default([]),
});

/** Remedy types: `mend`, which may be given some patience and other services, and `swap`, which needs to know what for. */
export const remedies: RemedyCatalog = {
  mend: { params: mend, alsoWorksOn: (params) => mend.parse(params).also },
  swap: { params: z.strictObject({ type: z.literal('swap'), for: z.string() }) },
};

/** The surroundings of the runbooks in these tests: the service `api`, which depends on `cache`. */
export const surroundings: Surroundings = {
  catalog,
  remedies,
  services: ['api', 'cache'],
  parties: ['approvers', 'senior-oncall'],
  onCall: null,
  values: (service) => (service === 'api' ? { service: 'api', 'service.health': 'http://api.test/health' } : null),
  reserved: ['status', 'cancel'],
};

const HEAD = {
  id: 'api-down',
  title: 'API Down',
  service: 'api',
  severity: 'critical',
  owner: 'platform',
  reviewed: '2025-12-01',
  review_every: '14d',
  deadline: '10s',
};
const COULD_NOT_TELL = { title: 'could not tell', state: 'unchecked', kind: 'blind', next: 'look by hand.' };

/** A runbook of the given YAML; what every runbook needs and this one does not care about is filled in. Throws where it is wrong. */
export function makeRunbook(yaml: string): Runbook {
  const body = z
    .looseObject({ id: z.string().default(HEAD.id), checks: z.record(z.string(), z.unknown()) })
    .parse(parse(yaml));
  const { outcomes } = z.object({ outcomes: z.record(z.string(), z.unknown()).default({}) }).parse(body);
  const filled = {
    ...HEAD,
    users_feel: Object.keys(body.checks)[0],
    ...body,
    outcomes: { could_not_tell: COULD_NOT_TELL, ...outcomes },
  };
  const read = readRunbook(`${body.id}.yml`, stringify(filled, { aliasDuplicateObjects: false }), surroundings);
  if ('problems' in read) throw new Error(read.problems.map(formatProblem).join('\n'));
  return read.runbook;
}

/** An answer with these facts. */
export function makeAnswer(facts: Facts, over: Partial<CheckAnswer> = {}): CheckAnswer {
  return { facts, says: ['answered'], quotes: [], kept: null, tookMs: 12, ...over };
}

/** Answers by check, from facts by check; `says` may be given beside. */
export function makeAnswers(
  facts: Readonly<Record<string, Facts>>,
  says: Readonly<Record<string, Text>> = {},
): Record<string, CheckAnswer> {
  return Object.fromEntries(
    Object.entries(facts).map(([check, given]) => [check, makeAnswer(given, { says: says[check] ?? ['answered'] })]),
  );
}

/** An incident in the making: commands go in, events and refusals come out, time passes when told. */
export class Story {
  readonly id: string;
  readonly events: Event[] = [];
  state: Incident | null = null;
  now = START;
  readonly #runbooks: readonly Runbook[];

  constructor(runbooks: readonly Runbook[], id = 'INC-12') {
    this.#runbooks = runbooks;
    this.id = id;
  }

  /** Decides and records. `starts` is the runbook a command starts; the first one unless told. */
  do(command: Command, starts?: Runbook): readonly Event[] | Refusal {
    const decided = decide(this.state, command, this.#circumstances(starts));
    if ('refusal' in decided) return decided;
    for (const event of decided) this.state = evolve(this.id, this.state, event);
    this.events.push(...decided);
    return decided;
  }

  /** Opens the incident in channel C1, as Ada. */
  open(over: Partial<Extract<Command, { do: 'open' }>> = {}): this {
    this.do({ do: 'open', by: 'slack:UADA', channel: 'C1', drill: false, ...over });
    return this;
  }

  /** Answers some checks of a run, one command each. */
  answer(answers: Readonly<Record<string, CheckAnswer>>, run = 1): this {
    for (const [check, answer] of Object.entries(answers)) this.do({ do: 'answer', run, check, answer });
    return this;
  }

  /** Lets time pass. */
  wait(seconds: number): this {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
    return this;
  }

  /** The state; there must be one by now. */
  get incident(): Incident {
    if (this.state === null) throw new Error('the incident of this story is not open yet');
    return this.state;
  }

  #circumstances(starts: Runbook | undefined): Circumstances {
    const first = starts ?? this.#runbooks[0];
    return {
      now: this.now,
      ownChannels: false,
      starts: first === undefined ? null : { runbook: first, hash: `hash of ${first.id}` },
      runbookOf: (run) => this.#runbooks.find(({ id }) => id === run.runbook) ?? null,
    };
  }
}

/** An incident folded from events. */
export function makeIncident(events: readonly Event[], id = 'INC-12'): Incident {
  const state = fold(id, events);
  if (state === null) throw new Error('no events, no incident');
  return state;
}
