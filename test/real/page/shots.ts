import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { packageRoot } from '../../../src/package-root.js';
import { smallerPng } from './smaller-png.js';

const MOST_BYTES = 150_000;

/** `UPDATE_PAGES=1` keeps what a window, or a part of it, shows as docs/page/NAME.png; throws where that is too large to carry along. */
export async function keepShot(shown: Page | Locator, name: string): Promise<void> {
  if (process.env['UPDATE_PAGES'] !== '1') return;
  const picture = smallerPng(await shown.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' }));
  if (picture.length > MOST_BYTES) throw new Error(`${name}.png has ${picture.length} bytes`);
  const folder = join(packageRoot(), 'docs/page');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), picture);
}
