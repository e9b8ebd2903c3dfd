// npm run docs: writes docs/checks.md and docs/remedies.md from the checks and remedies themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import { checksPage } from './checks-page.js';
import { remediesPage } from './remedies-page.js';

writeFileSync(join(packageRoot(), 'docs/checks.md'), checksPage());
writeFileSync(join(packageRoot(), 'docs/remedies.md'), remediesPage());
