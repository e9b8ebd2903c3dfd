import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verdictOf } from '../../src/runbook/verdict.js';
import { makeRunbook } from '../builders.js';
import { complete, runbooks } from './arbitrary.js';

describe('the remedies of a verdict', () => {
  const remedy = (id: string): string =>
    `  ${id}: { type: mend, risk: low, only_if: '!front.ok', verify: { within: 30s, that: front.ok } }\n`;
  const runbook = makeRunbook(`
checks:
  front: { type: bot, title: Front, has: { ok: bool, hot: bool, stuck: bool, odd: bool } }
tree: [{ ask: Does it answer?, when: front.ok, yes: fine, no: down }]
outcomes:
  fine: { title: fine, state: up, kind: false_alarm, only_if: front.ok, next: rest. }
  down: { title: down, state: down, next: act., remedies: [restart, replace] }
causes:
  stuck: { title: stuck, next: kick., independent: true, remedies: [kick, restart], symptoms: [{ when: front.stuck, weight: 5 }] }
  hot: { title: hot, next: cool., independent: true, remedies: [cool, restart], symptoms: [{ when: front.hot, weight: 6 }] }
  odd: { title: odd, next: ask somebody., symptoms: [{ when: front.odd, weight: 5 }] }
remedies:
${['restart', 'replace', 'kick', 'cool'].map(remedy).join('')}`);
  const offered = (...true_: string[]): readonly string[] | undefined =>
    verdictOf(
      runbook,
      { front: Object.fromEntries(['ok', 'hot', 'stuck', 'odd'].map((fact) => [fact, true_.includes(fact)])) },
      {},
    )?.remedies;

  test('are those of the causes it names, the first cause first, each once', () => {
    expect(offered('stuck')).toEqual(['kick', 'restart']);
    expect(offered('stuck', 'hot')).toEqual(['cool', 'restart', 'kick']);
  });

  test('are those of the outcome where no cause is named', () => {
    expect(offered()).toEqual(['restart', 'replace']);
  });

  test('are none where the cause that is named has none, or where nothing is broken', () => {
    expect(offered('odd')).toEqual([]);
    expect(offered('ok')).toEqual([]);
  });
});

test('property: what is offered belongs to the causes that are named, or to the outcome where none is; each once', () => {
  fc.assert(
    fc.property(runbooks, complete, (runbook, all) => {
      const found = verdictOf(runbook, all, {});
      if (found === null) throw new Error('everything is known and there is no verdict');
      const { remedies, named, kind, outcome } = found;
      const ofCauses = named.map(({ id }) => runbook.causes.find((cause) => cause.id === id)?.remedies ?? []);
      const own = kind === 'false_alarm' ? [] : runbook.outcomes[outcome]?.remedies;
      expect([...remedies].sort()).toEqual([...new Set(named.length > 0 ? ofCauses.flat() : own)].sort());
      if (named.length > 0) expect(remedies[0]).toBe(ofCauses.flat()[0]);
    }),
  );
});
