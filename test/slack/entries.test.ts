import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../src/incident/state.js';
import { Entries } from '../../src/slack/entries.js';
import { offers } from '../commands/offering.js';

const incident = (id: string, over: Partial<Incident> = {}): Incident => ({ ...offers().incident, id, ...over });
const reordered = (one: Incident): Incident =>
  JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(one).reverse()))) as Incident;

/** An incident at rest whose card shows something. */
function rested(entries: Entries, one: Incident): void {
  const entry = entries.of(one);
  entry.shown.set('1.1', 'this');
  entries.rest(entry);
}

describe('what is remembered of incidents at rest', () => {
  test('holds when the incident goes on in this process', () => {
    const entries = new Entries();
    rested(entries, incident('INC-1'));
    expect(entries.of(incident('INC-1', { severity: 'low' })).shown.get('1.1')).toBe('this');
  });

  test('holds when the log has it as it was left, its keys in any order', () => {
    const entries = new Entries();
    rested(entries, incident('INC-1'));
    expect(entries.adopted(reordered(incident('INC-1'))).shown.get('1.1')).toBe('this');
  });

  test('says nothing where another process wrote meanwhile, at rest or not', () => {
    const entries = new Entries();
    rested(entries, incident('INC-1'));
    expect(entries.adopted(incident('INC-1', { severity: 'low' })).shown.size).toBe(0);
    entries.of(incident('INC-2')).shown.set('1.1', 'this');
    expect(entries.adopted(incident('INC-2', { severity: 'low' })).shown.size).toBe(0);
  });

  test('is kept of the newest alone', () => {
    const entries = new Entries(2);
    for (const id of ['INC-1', 'INC-2', 'INC-3']) rested(entries, incident(id));
    expect(['INC-1', 'INC-2', 'INC-3'].map((id) => entries.of(incident(id)).shown.size)).toEqual([0, 1, 1]);
  });

  test('does not count among those on show', () => {
    const entries = new Entries();
    rested(entries, incident('INC-1'));
    const awake = entries.of(incident('INC-2'));
    expect(entries.all).toEqual([awake]);
    expect(entries.has(awake)).toBe(true);
  });
});
