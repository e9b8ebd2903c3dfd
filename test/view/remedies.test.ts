import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { wanted } from '../../src/view/wanted.js';
import { expectGolden } from './golden.js';
import { remedyScenes } from './remedy-scenes.js';
import { inWords } from './words.js';

describe('the messages of an incident with remedies', () => {
  test.each(Object.entries(remedyScenes))('%s read as in their file', (name, incident) => {
    const told = wanted(incident)
      .filter(({ slot }) => !slot.startsWith('evidence-'))
      .map(
        ({ slot, under, message }) =>
          `# ${slot}${under === null ? '' : `, in the thread of the ${under}`}\n${inWords(message)}`,
      );
    expectGolden(name, told.join('\n'), 'remedies');
  });

  test('have no other files', () => {
    const files = readdirSync(join(import.meta.dirname, 'remedies')).map((file) => file.replace(/\.txt$/, ''));
    expect(files.toSorted()).toEqual(Object.keys(remedyScenes).toSorted());
  });
});
