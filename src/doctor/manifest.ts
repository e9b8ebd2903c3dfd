import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../package-root.js';

const manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** The scopes that manifest.yml asks Slack for. */
export function manifestScopes(): readonly string[] {
  const text = readFileSync(join(packageRoot(), 'manifest.yml'), 'utf8');
  return manifest.parse(parse(text)).oauth_config.scopes.bot;
}
