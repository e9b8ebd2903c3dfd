import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../playground/manifest.js';
import { packageRoot } from '../src/package-root.js';

/** What Slack wants for each method, for public and private channels where it tells them apart. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.info': ['users:read'],
};

function methodsUsed(): string[] {
  const folder = join(packageRoot(), 'src/slack');
  const code = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return code.flatMap((text) => [...text.matchAll(/client\.([a-z]+\.[a-zA-Z]+)\(/g)].map(([, method = '']) => method));
}

test('manifest.yml asks for exactly the scopes of the methods the bot calls, and for its command', () => {
  const needed = methodsUsed().map((method) => SCOPES[method] ?? [`scopes of ${method}, unknown to this test`]);
  const asked = readManifest(join(packageRoot(), 'manifest.yml')).oauth_config.scopes.bot;
  expect([...asked].sort()).toEqual([...new Set(['commands', ...needed.flat()])].sort());
});
