import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { manifestSchema, readManifest } from '../playground/manifest.js';
import { overHttp } from '../scripts/manifest.js';

const file = new URL('../manifest.yml', import.meta.url);
const yaml = readFileSync(file, 'utf8');

describe('manifest.yml', () => {
  test('keeps every limit Slack sets', () => {
    expect(manifestSchema.safeParse(parse(yaml)).error?.issues).toBeUndefined();
  });

  test('offers one command, /incident, with mentions escaped', () => {
    const { slash_commands: commands } = readManifest(file).features;
    expect(commands.map((one) => [one.command, one.should_escape])).toEqual([['/incident', true]]);
  });

  test('uses Socket Mode, so it needs no address', () => {
    expect(readManifest(file).settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(parse(yaml))).not.toContain('http');
  });

  test('asks for each scope once', () => {
    const scopes = readManifest(file).oauth_config.scopes.bot;
    expect(new Set(scopes).size).toBe(scopes.length);
    expect(scopes).toContain('commands');
  });
});

describe('the manifest for HTTP', () => {
  const http = overHttp(yaml, 'https://bot.example.com');

  test('keeps every limit Slack sets', () => {
    expect(manifestSchema.safeParse(parse(http)).error?.issues).toBeUndefined();
  });

  test('sends commands, clicks and events to one address and turns Socket Mode off', () => {
    const manifest = manifestSchema.parse(parse(http));
    expect(manifest.features.slash_commands[0]?.url).toBe('https://bot.example.com/slack/events');
    expect(manifest.settings.interactivity.request_url).toBe('https://bot.example.com/slack/events');
    expect(manifest.settings.event_subscriptions?.request_url).toBe('https://bot.example.com/slack/events');
    expect(manifest.settings.socket_mode_enabled).toBe(false);
  });

  test('says that it is for HTTP, and nothing of Socket Mode', () => {
    expect(http).toMatch(/^# The app as Slack knows it, over HTTP/);
    expect(http).not.toContain('Socket Mode');
  });

  test('keeps a path that is given', () => {
    expect(overHttp(yaml, 'https://example.com/bot/slack')).toContain('https://example.com/bot/slack\n');
  });

  test('refuses what is no address', () => {
    expect(() => overHttp(yaml, 'example.com')).toThrow('not an http(s) address: example.com');
  });
});

describe('the limits', () => {
  const good = parse(yaml) as { display_information: object; features: object; settings: object };
  const refused = (changes: object): string[] =>
    manifestSchema.safeParse({ ...good, ...changes }).error?.issues.map((one) => one.path.join('.')) ?? [];

  test('a name of 36 characters is refused', () => {
    expect(refused({ display_information: { name: 'x'.repeat(36) } })).toEqual(['display_information.name']);
  });

  test('a command without a slash, or in capitals, is refused', () => {
    for (const command of ['incident', '/Incident', `/${'x'.repeat(32)}`]) {
      const slash_commands = [{ command, description: 'x' }];
      expect(refused({ features: { ...good.features, slash_commands } })).toEqual([
        'features.slash_commands.0.command',
      ]);
    }
  });

  test('a shortcut with a name of 25 characters, or without interactivity, is refused', () => {
    const shortcut = { name: 'x'.repeat(25), type: 'message', callback_id: 'x', description: 'x' };
    expect(refused({ features: { ...good.features, shortcuts: [shortcut] } })).toEqual(['features.shortcuts.0.name']);
    const settings = { ...good.settings, interactivity: { is_enabled: false } };
    expect(refused({ settings })).toEqual(['features.shortcuts']);
  });

  test('HTTP without addresses is refused', () => {
    const settings = { ...good.settings, socket_mode_enabled: false };
    expect(refused({ settings })).toEqual([
      'features.slash_commands.0.url',
      'settings.interactivity.request_url',
      'settings.event_subscriptions.request_url',
    ]);
  });

  test('an unknown key is refused', () => {
    expect(refused({ commands: [] })).toEqual(['']);
  });
});
