import { createServer, type IncomingMessage } from 'node:http';
import { acme } from '../../playground/fixture.js';
import { readManifest, type Manifest } from '../../playground/manifest.js';
import type { WorkspaceOptions } from '../../playground/options.js';
import type { Message } from '../../playground/model.js';
import { Workspace } from '../../playground/workspace.js';

const file = new URL('../../manifest.yml', import.meta.url);

const SCOPES = [
  'commands',
  'chat:write',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'im:write',
];

/** The app's manifest, with the scopes these tests count on and whatever is added. */
export function manifestWith(added: { scopes?: string[]; events?: string[] } = {}): Manifest {
  const manifest = readManifest(file);
  return {
    ...manifest,
    oauth_config: { scopes: { bot: [...SCOPES, ...(added.scopes ?? [])] } },
    settings: { ...manifest.settings, event_subscriptions: { bot_events: added.events ?? [] } },
  };
}

/** A clock that stands still until it is moved, in milliseconds. */
export function stoppedClock(): { now: () => number; forward: (milliseconds: number) => void } {
  let at = Date.UTC(2026, 10, 22, 3, 4, 5);
  return { now: () => at, forward: (milliseconds) => (at += milliseconds) };
}

/** Workspaces and apps that are stopped together. */
export class Bench {
  readonly #stops: (() => Promise<void>)[] = [];

  async workspace(
    options: Partial<WorkspaceOptions> & { scopes?: string[]; events?: string[] } = {},
  ): Promise<Workspace> {
    const { scopes, events, manifest, ...rest } = options;
    const made = manifest ?? manifestWith({ ...(scopes && { scopes }), ...(events && { events }) });
    // An app is not slow because the machine held all of us up: tests of slow apps say for how long Slack waits.
    const workspace = await Workspace.start(acme(made, { ackTimeout: 30_000, ...rest }));
    this.#stops.push(() => workspace.stop());
    return workspace;
  }

  /** An app that answers each request with what `answer` gives; undefined for never. */
  async app(answer: (request: AppRequest) => AppAnswer | undefined): Promise<{ url: string; requests: AppRequest[] }> {
    const requests: AppRequest[] = [];
    const server = createServer((request, response) => {
      void read(request).then((seen) => {
        requests.push(seen);
        const given = answer(seen);
        if (given === undefined) return;
        response.writeHead(given.status ?? 200, { 'content-type': given.type ?? 'application/json' });
        response.end(given.body ?? '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#stops.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { url: `http://127.0.0.1:${port}/slack/events`, requests };
  }

  async clear(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
  }
}

export interface AppAnswer {
  status?: number;
  type?: string;
  body?: string;
}

export interface AppRequest {
  headers: Record<string, unknown>;
  body: string;
  /** The form's fields. */
  form: Record<string, string>;
  /** The `payload` field or a JSON body, parsed. */
  payload: Record<string, unknown>;
}

async function read(request: IncomingMessage): Promise<AppRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const form = body.startsWith('{') ? {} : Object.fromEntries(new URLSearchParams(body));
  const json = body.startsWith('{') ? body : (form['payload'] ?? '{}');
  return { headers: request.headers, body, form, payload: JSON.parse(json) as Record<string, unknown> };
}

export type Answer = Record<string, unknown> & { ok: boolean; error?: string };

/** Calls a method as Slack's own client does: a form, structures as JSON strings. */
export async function call(workspace: Workspace, method: string, input: Record<string, unknown> = {}): Promise<Answer> {
  const response = await callRaw(workspace, method, input);
  return (await response.json()) as Answer;
}

/** As `call`, with the response itself. */
export async function callRaw(
  workspace: Workspace,
  method: string,
  input: Record<string, unknown> = {},
  token = 'xoxb-playground',
): Promise<Response> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${workspace.apiUrl}${method}`, { method: 'POST', body: form, headers });
}

/** A section block of mrkdwn. */
export function section(text: string, rest: object = {}): object {
  return { type: 'section', text: { type: 'mrkdwn', text }, ...rest };
}

/** An actions block of buttons, by label. */
export function buttons(...labels: string[]): object {
  const elements = labels.map((label) => ({
    type: 'button',
    action_id: label.toLowerCase().replaceAll(' ', '_'),
    value: `v-${label}`,
    text: { type: 'plain_text', text: label },
  }));
  return { type: 'actions', block_id: 'buttons', elements };
}

/** A workspace connected to an app that answers as `answer` says; with nothing, unless told. */
export async function withApp(
  bench: Bench,
  answer: (request: AppRequest) => AppAnswer | undefined = () => ({}),
  options: Parameters<Bench['workspace']>[0] = {},
): Promise<{ workspace: Workspace; requests: AppRequest[] }> {
  const workspace = await bench.workspace(options);
  const app = await bench.app(answer);
  workspace.connectApp(app.url);
  return { workspace, requests: app.requests };
}

/** A message of the bot in #inc-api: a section and two buttons, Go and Stop, unless told. */
export async function card(
  workspace: Workspace,
  blocks: object[] = [section('api down'), buttons('Go', 'Stop')],
): Promise<Message> {
  const { ts } = await call(workspace, 'chat.postMessage', {
    channel: workspace.channel('#inc-api').id,
    text: 'card',
    blocks,
  });
  const found = workspace
    .channel('#inc-api')
    .messages()
    .find((one) => one.ts === ts);
  if (found === undefined) throw new Error('not posted');
  return found;
}
