import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { packageRoot } from '../src/package-root.js';
import type { ServerProgram } from './server-program.js';

/** Starts the Chromium that `serverProgram` found, without a window on any screen. */
export async function startChromium(program: ServerProgram): Promise<Browser> {
  return chromium.launch({
    executablePath: binaryBeside(program.path),
    timeout: 120_000,
    env: Object.fromEntries(
      Object.entries({ ...program.env, ...(program.unpacked ? fonts() : {}) }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    // Root has no sandbox to give, as in containers; only pages of ours are shown.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** A machine that had no browser may have no font either, and a browser without any font ends itself. */
function fonts(): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  const file = join(folder, 'fonts.conf');
  const ours = join(packageRoot(), 'node_modules/dejavu-fonts-ttf/ttf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>${ours}</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}

/** Debian's `chromium` is a script that knows one place only; the browser itself lies in a library folder. */
function binaryBeside(path: string): string {
  const itself = join(dirname(path), '../lib/chromium/chromium');
  return existsSync(itself) ? itself : path;
}
