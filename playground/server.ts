import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { parseBody } from './body.js';
import type { Faults } from './faults.js';
import { uploadedFile } from './multipart.js';
import type { Parts } from './parts.js';
import { respond } from './respond.js';
import { Refusal } from './web-api/refusal.js';
import { json, type Reply } from './web-api/reply.js';
import { spoiled } from './web-api/spoil.js';
import type { WebApi } from './web-api/web-api.js';

const LARGEST_BODY = 64 * 1024 * 1024;

/** The workspace's side of HTTP: the Web API, response URLs and uploads, on the loopback interface. */
export class SlackServer {
  readonly #server: Server;
  #serve: (request: IncomingMessage, body: Buffer) => Reply = () => json(503, { ok: false, error: 'starting' });

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  /** Listens on `port`, 0 for any free one. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** E.g. `http://127.0.0.1:4500`; only once it listens. */
  base(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the playground is not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What to do with requests. */
  serve(api: WebApi, parts: Parts, faults: Faults): void {
    this.#serve = (request, body) => route(request, body, api, parts, faults);
  }

  /** What to do with requests to become a WebSocket. */
  onUpgrade(take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
    this.#server.on('upgrade', take);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) {
      request.socket.destroy();
      return;
    }
    const reply = this.#serve(request, body);
    if (reply === 'hang') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }
}

function route(request: IncomingMessage, body: Buffer, api: WebApi, parts: Parts, faults: Faults): Reply {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
  const [, door, name] = pathname.split('/');
  if (door === undefined || name === undefined) return json(404, { ok: false, error: 'not_found' });
  if (door === 'upload') return upload(name, uploadedFile(request.headers['content-type'], body) ?? body, parts);
  const parsed = parseBody(request.headers['content-type'], body);
  if (parsed === undefined) return json(200, { ok: false, error: 'invalid_post_type' });
  if (door === 'api') return api.answer(name, request.headers, { ...Object.fromEntries(searchParams), ...parsed });
  if (door === 'response') return useResponseUrl(name, parsed, parts, faults);
  return json(404, { ok: false, error: 'not_found' });
}

function useResponseUrl(token: string, input: Record<string, unknown>, parts: Parts, faults: Faults): Reply {
  const fault = faults.take('response_url', input);
  if (fault !== undefined && fault.afterEffect !== true) return spoiled(fault);
  const origin = parts.responseUrls.use(token);
  if (typeof origin === 'string') return json(404, { ok: false, error: origin });
  try {
    respond(input, origin, parts);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json(400, { ok: false, error: error.code, ...error.details });
  }
  return fault === undefined ? json(200, { ok: true }) : spoiled(fault);
}

function upload(id: string, bytes: Buffer, parts: Parts): Reply {
  const file = parts.uploads.find(id);
  if (file === undefined) return json(404, { ok: false, error: 'file_not_found' });
  if (!parts.uploads.receive(file, bytes)) return json(400, { ok: false, error: 'wrong_length' });
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${bytes.length}` };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
