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

/** What is wrong with a runbook file, line by line. */
export function problems(source: string, file = 'runbooks/api-down.yml'): string[] {
  const read = readRunbook(file, source, surroundings);
  return 'problems' in read ? read.problems.map(formatProblem) : [];
}

/** The problems of the good runbook with one thing written otherwise. */
export function changed(right: string, wrong: string): string[] {
  if (!GOOD.includes(right)) throw new Error(`the good runbook does not contain ${right}`);
  return problems(GOOD.replace(right, wrong)).map((line) => line.replace('runbooks/api-down.yml:', ''));
}
