import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { wanted } from '../../src/view/wanted.js';
import { expectGolden } from './golden.js';
import { recordScenes } from './record-scenes.js';
import { inWords } from './words.js';

/** What other scenes show already. */
const ELSEWHERE = /^(evidence|request|result|work|watch|file)-/;

describe('the messages of an incident that is written down', () => {
  test.each(Object.entries(recordScenes))('%s read as in their file', (name, incident) => {
    const told = wanted(incident)
      .filter(({ slot }) => !ELSEWHERE.test(slot))
      .map(
        ({ slot, under, message, file }) =>
          `# ${slot}${under === null ? '' : `, in the thread of the ${under}`}${file === null ? '' : `, with ${file.name}`}\n${inWords(message)}`,
      );
    expectGolden(name, told.join('\n'), 'record');
  });

  test('have no other files', () => {
    const files = readdirSync(join(import.meta.dirname, 'record')).map((file) => file.replace(/\.txt$/, ''));
    expect(files.toSorted()).toEqual(Object.keys(recordScenes).toSorted());
  });
});
