import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { latestRun } from '../../src/incident/state.js';
import { card } from '../../src/view/card.js';
import { evidence } from '../../src/view/evidence.js';
import { expectGolden } from './golden.js';
import { evidenceScenes, scenes } from './scenes.js';
import { inWords } from './words.js';

describe('the card', () => {
  test.each(Object.entries(scenes))('%s reads as in its file', (name, incident) => {
    expectGolden(name, inWords(card(incident)));
  });
});

describe('the evidence in the thread', () => {
  test.each(Object.entries(evidenceScenes))('%s reads as in its file', (name, incident) => {
    const run = latestRun(incident);
    if (run === null) throw new Error('there is no run');
    expectGolden(name, inWords(evidence(incident, run)));
  });
});

test('every file in cards/ is one that is compared', () => {
  const files = readdirSync(join(import.meta.dirname, 'cards')).map((file) => file.replace(/\.txt$/, ''));
  expect(files.toSorted()).toEqual([...Object.keys(scenes), ...Object.keys(evidenceScenes)].toSorted());
});
