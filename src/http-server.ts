import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The bot's one HTTP server: exact paths to listeners. Everything else is 404. */
export interface HttpServer {
  readonly port: number;
  /** Ends idle connections, waits for running requests; after `graceMs` it hangs up on whoever is still there. */
  close(): Promise<void>;
}

/** Slack waits no longer for an answer, ms. */
const GRACE_MS = 3_000;
const SWEEP_MS = 25;

/** Starts to listen. Rejects when the port is taken. */
export async function serveHttp(
  routes: Readonly<Record<string, RequestListener>>,
  host: string,
  port: number,
  graceMs = GRACE_MS,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route !== undefined) {
      route(request, response);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return { port: (server.address() as AddressInfo).port, close: async () => closed(server, graceMs) };
}

async function closed(server: Server, graceMs: number): Promise<void> {
  // A connection on which nothing was ever asked does not count as idle.
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  // A connection that answers its last request now stays open, idle, until it is told.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
  clearInterval(sweep);
}

/** Answers 200 when ready, 503 with the reason when not. `reason` is asked at every request; that it fails is a reason too. */
export function healthz(reason: () => Promise<string | null>): RequestListener {
  return (_request, response) => {
    const asked = reason().catch(() => 'the bot could not find out');
    void asked.then((why) => {
      response.writeHead(why === null ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(why === null ? { status: 'ready' } : { status: 'not ready', reason: why }));
    });
  };
}
