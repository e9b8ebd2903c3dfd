import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The bot's one HTTP server: exact paths to listeners. Everything else is 404. */
export interface HttpServer {
  readonly port: number;
  /** Ends idle connections, waits for running requests. */
  close(): Promise<void>;
}

/** Starts to listen. Rejects when the port is taken. */
export async function serveHttp(
  routes: Readonly<Record<string, RequestListener>>,
  host: string,
  port: number,
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
  return { port: (server.address() as AddressInfo).port, close: async () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Answers 200 when ready, 503 with the reason when not. `reason` is asked at every request. */
export function healthz(reason: () => Promise<string | null>): RequestListener {
  return (_request, response) => {
    void reason().then((why) => {
      response.writeHead(why === null ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(why === null ? { status: 'ready' } : { status: 'not ready', reason: why }));
    });
  };
}
