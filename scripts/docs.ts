// npm run docs: writes docs/checks.md from the checks themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import { checksPage } from './checks-page.js';

writeFileSync(join(packageRoot(), 'docs/checks.md'), checksPage());
