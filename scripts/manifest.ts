import { readFileSync } from 'node:fs';
import { argv, stderr, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMap, isSeq, parseDocument } from 'yaml';

const PATH = '/slack/events';
const HEADING = '# The app as Slack knows it, over HTTP: paste this under "Create an app, from a manifest".\n';

/**
 * The manifest for an app that Slack reaches over HTTP, comments kept.
 * @param yaml the manifest for Socket Mode
 * @param url where the bot can be reached, with or without `/slack/events`
 * @throws if `url` is not an http(s) address
 */
export function overHttp(yaml: string, url: string): string {
  const request = requestUrl(url);
  const manifest = parseDocument(yaml.replace(/^(#.*\n)+/, HEADING));
  manifest.setIn(['settings', 'socket_mode_enabled'], false);
  manifest.setIn(['settings', 'interactivity', 'request_url'], request);
  if (manifest.hasIn(['settings', 'event_subscriptions'])) {
    manifest.setIn(['settings', 'event_subscriptions', 'request_url'], request);
  }
  const commands = manifest.getIn(['features', 'slash_commands']);
  for (const command of isSeq(commands) ? commands.items : []) if (isMap(command)) command.set('url', request);
  return manifest.toString({ lineWidth: 0 });
}

function requestUrl(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) throw new Error(`not an http(s) address: ${url}`);
  if (address.pathname === '/') address.pathname = PATH;
  return address.href;
}

function main(): number {
  const { values } = parseArgs({ options: { http: { type: 'string' } } });
  const yaml = readFileSync('manifest.yml', 'utf8');
  try {
    stdout.write(values.http === undefined ? yaml : overHttp(yaml, values.http));
    return 0;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) process.exitCode = main();
