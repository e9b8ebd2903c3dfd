import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage, type OpenPage, type PageOptions } from '../../../playground/page-server/open-page.js';
import type {
  PageAnswer,
  PageDeed,
  PageEvent,
  PageMessage,
  PageState,
} from '../../../playground/page-server/protocol.js';
import type { Workspace } from '../../../playground/workspace.js';

/** A folder with a page as small as can be. */
export function smallPage(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Page</title>');
  writeFileSync(join(folder, 'page.js'), `console.log('${'x'.repeat(5_000)}');`);
  writeFileSync(join(folder, 'page.css'), 'body { margin: 0; }');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Pages and windows that are closed together. */
export class Desk {
  readonly #stops: (() => unknown)[] = [];

  async open(workspace: Workspace, options: Partial<PageOptions> = {}): Promise<OpenPage> {
    const { folder, remove } = smallPage();
    const page = await openPage(workspace, {
      folder,
      parts: { ada: 'responder', sam: 'approver', kim: 'bystander' },
      bot: () => 'running',
      ...options,
    });
    this.#stops.push(async () => {
      await page.close();
      remove();
    });
    return page;
  }

  /** A browser window of somebody, with its first state. */
  async window(page: OpenPage, as: string): Promise<Window> {
    const window = await Window.open(page.url, as);
    this.#stops.push(() => window.close());
    return window;
  }

  /** What is to be stopped with the rest. */
  after(stop: () => unknown): void {
    this.#stops.push(stop);
  }

  async clear(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

/** A browser window as far as it matters here: it reads the stream and keeps the state. */
export class Window {
  readonly events: PageEvent[] = [];
  /** Comments and other lines that are no events. */
  readonly other: string[] = [];
  ended = false;
  readonly #response: IncomingMessage;
  #listeners: (() => void)[] = [];
  #state: PageState | undefined;
  #rest = '';

  private constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.#read(text));
    response.on('close', () => {
      this.ended = true;
      this.#tell();
    });
    response.on('error', () => undefined);
  }

  static async open(url: string, as: string): Promise<Window> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${url}/stream?as=${as}`, { agent: false }, resolve).on('error', reject).end();
    });
    const window = new Window(response);
    await window.until(() => window.events.length > 0);
    return window;
  }

  get state(): PageState {
    if (this.#state === undefined) throw new Error('no state yet');
    return this.#state;
  }

  texts(): string[] {
    return this.state.messages.map(({ text }) => text);
  }

  message(text: string): PageMessage {
    const found = this.state.messages.find((one) => one.text === text);
    if (found === undefined) throw new Error(`no message "${text}", only ${this.texts().join(', ')}`);
    return found;
  }

  /** Waits until it holds, looking again whenever something arrives. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.ended) throw new Error('the stream has ended');
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  async untilEnded(): Promise<void> {
    while (!this.ended) await new Promise<void>((resolve) => this.#listeners.push(resolve));
  }

  /** Reads nothing any more, and goes on later. */
  pause(): void {
    this.#response.pause();
  }

  resume(): void {
    this.#response.resume();
  }

  close(): void {
    this.#response.destroy();
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split('\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      if (!part.startsWith('data: ')) {
        this.other.push(part);
        continue;
      }
      const event = JSON.parse(part.slice('data: '.length)) as PageEvent;
      this.events.push(event);
      this.#state = applied(this.#state, event);
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

function applied(state: PageState | undefined, event: PageEvent): PageState {
  if (event.is === 'state') return event.state;
  if (state === undefined) throw new Error('a change before the state');
  const replaced = new Set([...event.gone, ...event.messages.map(({ key }) => key)]);
  const messages = [...state.messages.filter(({ key }) => !replaced.has(key)), ...event.messages];
  return { ...state, ...event.rest, messages: messages.sort((a, b) => a.ts.localeCompare(b.ts)) };
}

/** What the page sends, and the answer. */
export async function perform(page: OpenPage, as: string, deed: PageDeed): Promise<PageAnswer> {
  const response = await fetch(`${page.url}/do?as=${as}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(deed),
  });
  return (await response.json()) as PageAnswer;
}

/** A request with whatever headers: fetch sets some of them itself. */
export async function raw(
  page: OpenPage,
  path: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const { port, hostname } = new URL(page.url);
  return new Promise((resolve, reject) => {
    const asking = request({ ...options, path, port, hostname, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asking.on('error', reject).end(options.body);
  });
}
