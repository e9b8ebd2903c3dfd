import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ladders, nextRung, offerableIn } from '../../src/runbook/ladders.js';

const ladder = { low: { then: 'middle' }, middle: { then: 'top' }, top: { then: null }, other: {} };

test('a ladder goes on from rung to rung, and ends', () => {
  expect([...ladders(['low'], ladder)]).toEqual(['low', 'middle', 'top']);
  expect([...ladders(['other'], ladder)]).toEqual(['other']);
  expect(nextRung('top', ladder)).toBeNull();
  expect(nextRung('constructor', ladder)).toBeNull();
});

test('an incident may come to offer what an outcome or a cause names, and the rungs after it', () => {
  const outcomes = { down: { remedies: ['middle'] }, fine: { remedies: [] } };
  expect([...offerableIn({ outcomes, causes: [{ remedies: ['other'] }], remedies: ladder })]).toEqual([
    'middle',
    'other',
    'top',
  ]);
});

test('property: whatever the rungs, circles too, it ends, and holds with each remedy the one after it', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'toString');
  const rungs = fc.dictionary(id, fc.record({ then: fc.option(id) }));
  fc.assert(
    fc.property(rungs, fc.array(id), (remedies, first) => {
      const found = ladders(first, remedies);
      for (const one of first) expect(found.has(one)).toBe(true);
      for (const one of found) {
        const next = nextRung(one, remedies);
        if (next !== null) expect(found.has(next)).toBe(true);
      }
    }),
  );
});
