import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksPage } from '../scripts/checks-page.js';
import { remediesPage } from '../scripts/remedies-page.js';
import { packageRoot } from '../src/package-root.js';

test('docs/checks.md says what the checks are today', () => {
  expect(readFileSync(join(packageRoot(), 'docs/checks.md'), 'utf8')).toBe(checksPage());
});

test('docs/remedies.md says what the remedies are today', () => {
  expect(readFileSync(join(packageRoot(), 'docs/remedies.md'), 'utf8')).toBe(remediesPage());
});
