import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRoot } from '../src/package-root.js';

/** Bundles the playground's page into `dist/playground/page/`: `index.html`, `page.js`, `page.css`, and nothing fetched from outside. */
async function buildPage(root: string): Promise<void> {
  const source = join(root, 'playground', 'page');
  const target = join(root, 'dist', 'playground', 'page');
  await mkdir(target, { recursive: true });
  await build({
    entryPoints: { page: join(source, 'main.tsx') },
    outdir: target,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: join(source, 'tsconfig.json'),
    legalComments: 'inline',
    logLevel: 'warning',
  });
  await copyFile(join(source, 'index.html'), join(target, 'index.html'));
}

await buildPage(packageRoot());
