import { formatProblem } from '../../src/runbook/problems.js';
import { readRunbook } from '../../src/runbook/read.js';
import { surroundings } from '../builders.js';

/** A small runbook without a fault. */
export const GOOD = `id: api-down
title: API Down
service: api
severity: critical
owner: platform
reviewed: 2025-12-01
review_every: 14d
checks:
  health: { type: bot, has: { ok: bool, n: int } }
users_feel: health
tree:
  - ask: Does it answer?
    when: health.ok
    yes: fine
  - otherwise: down
outcomes:
  fine: { title: fine, state: up, next: nothing. }
  down: { title: down, state: down, next: act. }
  could_not_tell: { title: could not tell, state: unchecked, kind: blind, next: look. }
causes:
  leak:
    title: leak
    next: mend.
    symptoms:
      - { when: '!health.ok', weight: 5, say: 'n is {{health.n}}' }
`;

/** The same with a ladder of two remedies, and what goes with remedies. */
export const REMEDIED = `${GOOD.replace('state: down, next: act.', 'state: down, next: act., remedies: [mend]').replace(
  'checks:\n',
  'checks:\n  rows: { type: bot, has: { ok: bool }, only: verify }\n',
)}    remedies: [mend]
remedies:
  mend:
    type: mend
    patience: 5s
    risk: medium
    only_if: '!health.ok'
    verify: { within: 30s, that: health.ok && health.n > 1 }
    attempts: 3
    then: swap
  swap:
    type: swap
    title: swap it for another
    service: cache
    for: '\${service.health}'
    risk: critical
    only_if: '!health.ok'
    verify: { within: 2m, that: rows.ok && health.ok, show: [health, rows] }
escalation:
  - { spent: mend, to: '@senior-oncall' }
watch: { for: 10m, every: 20s }
`;

/** What is wrong with a runbook file, line by line. */
export function problems(source: string, file = 'runbooks/api-down.yml'): string[] {
  const read = readRunbook(file, source, surroundings);
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

/** The problems of the good runbook with one thing written otherwise. */
export function changed(right: string, wrong: string, good = GOOD): string[] {
  if (!good.includes(right)) throw new Error(`the good runbook does not contain ${right}`);
  return problems(good.replace(right, wrong)).map((line) => line.replace('runbooks/api-down.yml:', ''));
}
