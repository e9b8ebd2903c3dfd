import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../src/package-root.js';

test('the package is found from the sources and from what they are compiled to', () => {
  const root = packageRoot();
  expect(existsSync(join(root, 'src/package-root.ts'))).toBe(true);
  expect(packageRoot(pathToFileURL(join(root, 'dist/src/store/migrate.js')).href)).toBe(root);
});

test('a module outside of any package is a bug', () => {
  expect(() => packageRoot('file:///nowhere/at/all.js')).toThrow('/nowhere/at/all.js');
});
