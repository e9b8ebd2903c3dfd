import { expect, test } from '@jest/globals';
import { makeRunbook } from '../builders.js';

test('checks are asked as the verdict needs them: the tree from its root, then the causes, then the rest', () => {
  const { checks, askOrder } = makeRunbook(`
checks:
  extra: { type: bot, has: { ok: bool } }
  log: { type: docker, has: { bad: bool } }
  deep: { type: bot, has: { ok: bool } }
  cache: { type: bot, has: { ok: bool } }
  container: { type: docker, has: { running: bool } }
  front: { type: bot, has: { ok: bool } }
tree:
  - { ask: Does it answer?, when: front.ok, yes: { ask: Deep?, when: deep.ok, yes: fine, no: down } }
  - { ask: Does it run?, when: container.running, yes: fine, no: down }
outcomes:
  fine: { title: fine, state: up, kind: false_alarm, only_if: front.ok && cache.ok, next: rest. }
  down: { title: down, state: down, next: act. }
causes:
  bad: { title: bad, next: mend., symptoms: [{ when: log.bad && front.ok, weight: 5 }] }
`);
  expect(askOrder).toEqual(['front', 'deep', 'container', 'cache', 'log', 'extra']);
  expect(checks.map(({ id }) => id)).toEqual(['extra', 'log', 'deep', 'cache', 'container', 'front']);
});
