import { test } from '@jest/globals';
import { readRunbook } from '../../src/runbook/read.js';
import { formatProblem } from '../../src/runbook/problems.js';
import { surroundings } from '../builders.js';
const GOOD = `id: api-down
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
      - { when: '!health.ok', weight: 5, say: 'n {{health.n}}' }
`;
test('x', () => {
  const cases: [string, string][] = [['title: API Down','titel: API Down'],['yes: fine','yess: fine'],['when: health.ok\n','whn: health.ok\n'],['yes: fine','yes: 5'],['yes: fine','yes: Fine'],['yes: fine','yes: { ask: x, when: health.okk, yes: fine }'],['yes: fine','yes: { ask: x, wen: health.ok, yes: fine }'],['severity: critical','severity: bad'],['state: up','state: ok'],['reviewed: 2025-12-01','reviewed: last week'],['14d','14 days'],['weight: 5','weight: 5.5'],['weight: 5','weight: 0'],['type: bot','type: bto'],['type: bot','tpe: bot'],['has: { ok: bool, n: int }','has: { ok: boolean, n: int }'],['has: {','hsa: {'],['health: { type','Health: { type'],['health.ok\n','${service.healt}\n'],['service: api','service: web'],['yes: fine','yes: finee'],['- otherwise: down','- ask: y\n    when: health.ok\n    yes: down'],['- otherwise: down','- otherwise: down\n  - otherwise: fine'],['  could_not_tell','  couldnt_tell'],['state: up,','state: up, kind: false_alarm,'],['title: fine','title: TODO fine'],['owner: platform','owner: xoxb-1234567890-abcdefgh'],['id: api-down','id: status'],['id: api-down','id: api-up'],['{ title: fine','{ title: fine, foo: [1'],['users_feel: health','users_feel: helth'],['{{health.n}}','{{health.nn}}'],['{{health.n}}','{{health}}'],['checks:\n  health: { type: bot, has: { ok: bool, n: int } }','checks: {}'],['tree:','tree: []\ntrees:'],['symptoms:','symptoms: []\n    symptom:'],["'!health.ok'","'!health.okk && true'"],["'!health.ok'","health.n"],['otherwise: down','otherwise: 3'], ['otherwise: down','otherwize: down'],['has: { ok: bool, n: int }', 'has: { in: bool, ok: bool, n: int }'],['  health: {','  for: { type: bot, has: { a: bool } }\n  health: {'],['title: leak','title: &a leak\n    x: *a']];
  const out = cases.map(([a,b]) => { if(!GOOD.includes(a)) throw new Error(a); const r = readRunbook('runbooks/api-down.yml', GOOD.replace(a,b), surroundings); return `# ${a} -> ${b}\n${'problems' in r ? r.problems.map(formatProblem).join('\n') : 'OK'}`; });
  for (const src of ['', '[]', 'a', '&x { id: *x }', '{', 'a: 1\n---\nb: 2', 'id: [', '\t- x', 'id: a\nid: b']) { const r = readRunbook('x.yml', src, surroundings); out.push(`# ${JSON.stringify(src)}\n${'problems' in r ? r.problems.map(formatProblem).slice(0,3).join('\n') : 'OK'}`); }
  console.log(out.join('\n\n'));
});
