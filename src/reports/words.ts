import type { Verdict } from '../runbook/verdict.js';
import type { Ending } from '../incident/remedy.js';
import type { Task } from '../incident/record.js';

const STATES: Readonly<Record<Verdict['state'], string>> = {
  up: 'up',
  down: 'down',
  degraded: 'degraded',
  unchecked: 'not checked',
};

/** The state of the service as a verdict has it: `down`. */
export function stateIn({ state }: Verdict): string {
  return STATES[state];
}

/** What a verdict found: its causes, or in what it ended. */
export function found({ named, title }: Verdict): string {
  return named.length > 0 ? named.map((cause) => cause.title).join(' and ') : title;
}

/** `down: out of memory`; with what it could be where nothing is named. */
export function verdictWords(verdict: Verdict): string {
  const { named, candidates } = verdict;
  const could = named.length === 0 && candidates.length > 0;
  const rest = could ? `; could be ${candidates.map(({ title }) => title).join(' or ')}` : '';
  return `${stateIn(verdict)}: ${found(verdict)}${rest}`;
}

/** The same after it was seen ill: an alarm that was right once is not false because the trouble is over. */
export function afterIll(verdict: Verdict): string {
  return verdict.kind === 'false_alarm' ? 'up: well again' : verdictWords(verdict);
}

/** Whether two verdicts say the same to people. */
export function saySame(one: Verdict, other: Verdict): boolean {
  return verdictWords(one) === verdictWords(other);
}

/** How a request ended, behind its title: `raise memory to 4 GiB: worked`. */
export const ENDINGS: Readonly<Record<Ending, string>> = {
  denied: 'denied, nothing was run',
  lapsed: 'nobody said yes in time, nothing was run',
  withdrawn: 'withdrawn, nothing was run',
  void: 'not what was approved any more, nothing was run',
  not_needed: 'no longer needed, nothing was run',
  not_looked: 'could not look whether it is still needed, nothing was run',
  busy: 'something else works on it, nothing was run',
  verified: 'worked',
  did_not_help: 'did not help',
  not_verified: 'not verified',
  failed: 'failed',
  did_not_happen: 'did not happen',
};

/** What there is to do after an incident, as the checklist says it. */
export const TASK_WORDS: Readonly<Record<Task, string>> = {
  data: 'verify data integrity',
  monitoring: 'update monitoring',
  post_mortem: 'schedule the post-mortem',
  runbook: 'update the runbook',
};
