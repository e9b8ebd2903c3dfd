import { createServer, type Server } from 'node:http';
import type { Workspace } from '../workspace.js';
import { BuiltPage } from './built-page.js';
import { Deeds } from './deeds.js';
import type { Panel } from './panel.js';
import type { PageState } from './protocol.js';
import { Routes } from './routes.js';
import { View } from './view.js';
import { Windows } from './windows.js';

const HEARTBEAT_MS = 15_000;

export interface PageOptions {
  /** The folder into which the page was built. */
  readonly folder: string;
  /** 0 or absent for any free one. */
  readonly port?: number;
  /** What people are to a newcomer, by name: `{ ada: 'responder' }`. */
  readonly parts?: Readonly<Record<string, string>>;
  /** What can be broken; null or absent where nothing can. */
  readonly panel?: Panel | null;
  /** Why nothing can be broken, and how to get it, in sentences. */
  readonly missing?: string | null;
  /** Whether the bot answers; call `refresh` when it is different. */
  readonly bot: () => PageState['bot'];
  /** Milliseconds between signs of life in a stream; 15,000 if not given. */
  readonly heartbeatMs?: number;
}

/** A page that is open. */
export interface OpenPage {
  /** E.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  /** Has the windows look again: something outside of the workspace and the panel is different. */
  refresh(): void;
  close(): Promise<void>;
}

/**
 * Serves the workspace as a page for a browser. It listens on 127.0.0.1 alone: whoever reaches it may be anybody of the workspace,
 * press every button and break the stack, without a password.
 * Rejects with the system's error where the port is taken (`EADDRINUSE`) or not allowed.
 */
export async function openPage(workspace: Workspace, options: PageOptions): Promise<OpenPage> {
  const { panel = null, missing = null, parts = {}, bot } = options;
  const around = { parts, state: () => ({ panel: panel?.state() ?? null, missing, bot: bot() }) };
  const view = new View(workspace, around);
  const windows = new Windows(view, options.heartbeatMs ?? HEARTBEAT_MS);
  const deeds = new Deeds(workspace, panel);
  const routes = new Routes({
    ...{ view, windows, deeds },
    page: new BuiltPage(options.folder),
    reading: workspace.reading,
  });
  const server = createServer((request, response) => {
    routes.answer(request, response).catch((error: unknown) => {
      // A browser that went away is no failure; anything else is a mistake of ours.
      if (!request.destroyed || request.complete) console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('The playground made a mistake.\n');
    });
  });
  const port = await listen(server, options.port ?? 0);
  const stops = [workspace.onChange(() => windows.changed()), panel?.on(() => windows.changed())];
  return {
    url: `http://127.0.0.1:${port}`,
    refresh: () => windows.changed(),
    close: async () => {
      for (const stop of stops) stop?.();
      windows.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
