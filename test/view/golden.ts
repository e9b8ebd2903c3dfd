import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

/** Compares words with the file that a reviewer has read. `UPDATE_CARDS=1` writes the files instead, to be read in the diff. */
export function expectGolden(name: string, words: string, folder = 'cards'): void {
  const file = join(import.meta.dirname, folder, `${name}.txt`);
  if (process.env.UPDATE_CARDS === '1') writeFileSync(file, words);
  expect(words).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `${file} is not there: run with UPDATE_CARDS=1`);
}
