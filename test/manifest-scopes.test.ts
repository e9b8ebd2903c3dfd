import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../playground/manifest.js';
import { packageRoot } from '../src/package-root.js';

/** What Slack wants for each method, for public and private channels where it tells them apart. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  // With the app token, whose scope is no part of the manifest.
  'apps.connections.open': [],
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.create': ['channels:manage', 'groups:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.invite': ['channels:manage', 'groups:write'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.setTopic': ['channels:manage', 'groups:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  filesUploadV2: ['files:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
};

/** What Slack wants for each event. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
};

/** The methods that the bot calls through Bolt's client, and those its doctor asks by name. */
function methodsUsed(): string[] {
  const calls = [/client\.([a-z]+(?:\.[a-zA-Z]+)+|filesUploadV2)\(/g, /\b(?:ask|bot)\('([a-z]+\.[a-zA-Z]+)'/g];
  const code = ['src/slack', 'src/doctor'].flatMap((room) => {
    const folder = join(packageRoot(), room);
    return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  });
  return code.flatMap((text) => calls.flatMap((call) => [...text.matchAll(call)].map(([, method = '']) => method)));
}

test('manifest.yml asks for exactly the scopes of the methods the bot calls, of the events it hears, and for its command', () => {
  expect(methodsUsed()).toEqual(expect.arrayContaining(['chat.update', 'users.conversations']));
  const manifest = readManifest(join(packageRoot(), 'manifest.yml'));
  const events = manifest.settings.event_subscriptions?.bot_events ?? [];
  const needed = [
    ...methodsUsed().map((method) => SCOPES[method] ?? [`scopes of ${method}, unknown to this test`]),
    ...events.map((event) => EVENTS[event] ?? [`scopes of ${event}, unknown to this test`]),
  ];
  const asked = manifest.oauth_config.scopes.bot;
  expect([...asked].sort()).toEqual([...new Set(['commands', ...needed.flat()])].sort());
});

test('manifest.yml subscribes to the events the bot listens to, and offers the shortcut it answers', () => {
  const code = ['listen.ts', 'listen-marks.ts'].map((file) =>
    readFileSync(join(packageRoot(), 'src/slack', file), 'utf8'),
  );
  const heard = code.flatMap((text) => [...text.matchAll(/app\.event\('(\w+)'/g)].map(([, name]) => name));
  const { settings, features } = readManifest(join(packageRoot(), 'manifest.yml'));
  expect(settings.event_subscriptions?.bot_events).toEqual(heard);
  expect(features.shortcuts).toMatchObject([{ type: 'message', callback_id: 'add_to_timeline' }]);
  expect(code.join('')).toContain("const SHORTCUT = 'add_to_timeline'");
});
