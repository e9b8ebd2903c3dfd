import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Person } from '../model.js';
import type { Reading } from '../reading.js';
import { LARGEST_BODY, textOf } from './body.js';
import type { BuiltPage } from './built-page.js';
import { parseDeed } from './deed.js';
import type { Deeds } from './deeds.js';
import { refusalOf, SAFE_HEADERS } from './guard.js';
import { answer, refuse, text } from './replies.js';
import { no } from './says.js';
import { fileFor } from './shared-file.js';
import type { View } from './view.js';
import type { Windows } from './windows.js';

const NOT_BUILT = 'The page was not built. Run npm run build, then load this again.';
const FILE = '/file/';

/** What the routes lead to. */
export interface Rooms {
  readonly page: BuiltPage;
  readonly view: View;
  readonly windows: Windows;
  readonly deeds: Deeds;
  readonly reading: Reading;
}

/** Answers the requests of the browser. */
export class Routes {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  /** Answers one request. Rejects where something of ours is wrong, or the request breaks off. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    const { method = 'GET', headers, url = '/' } = request;
    const refused = refusalOf(method, headers, request.socket.localPort ?? 0);
    const asked = URL.canParse(url, 'http://page') ? new URL(url, 'http://page') : null;
    if (refused !== null) refuse(request, response, 403, refused);
    else if (asked === null) refuse(request, response, 404, 'There is nothing here.');
    else if (!methodsOf(asked.pathname).includes(method)) {
      response.setHeader('allow', methodsOf(asked.pathname).join(', '));
      refuse(request, response, 405, 'This is not asked for in that way.');
    } else await this.#route(request, response, asked);
  }

  async #route(request: IncomingMessage, response: ServerResponse, { pathname, searchParams }: URL): Promise<void> {
    const { page, view, windows } = this.#rooms;
    if (page.has(pathname)) return this.#page(request, response, pathname);
    if (pathname !== '/do' && pathname !== '/stream' && !pathname.startsWith(FILE)) {
      refuse(request, response, 404, 'There is nothing here.');
      return;
    }
    const person = view.person(searchParams.get('as') ?? '');
    if (person === undefined) refuse(request, response, 404, 'There is nobody of that name.');
    else if (pathname === '/do') await this.#deed(request, response, person);
    else if (pathname === '/stream') windows.open(person, response);
    else this.#file(response, pathname.slice(FILE.length), person);
  }

  async #page(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const accepted = request.headers['accept-encoding'];
    const asset = await this.#rooms.page.read(path, typeof accepted === 'string' ? accepted : '');
    if (asset === null) {
      text(response, 503, NOT_BUILT);
      return;
    }
    response.writeHead(200, {
      'content-type': asset.type,
      'content-length': asset.bytes.length,
      vary: 'accept-encoding',
      ...(asset.encoding === 'identity' ? {} : { 'content-encoding': asset.encoding }),
    });
    response.end(asset.bytes);
  }

  #file(response: ServerResponse, id: string, person: Person): void {
    const file = fileFor(id, person, this.#rooms.reading);
    if (file === null) text(response, 404, 'There is no such file.');
    else response.writeHead(200, { ...file.headers, 'content-length': file.bytes.length }).end(file.bytes);
  }

  async #deed(request: IncomingMessage, response: ServerResponse, person: Person): Promise<void> {
    const body = await textOf(request);
    const deed = body === null ? null : parseDeed(body);
    if (body === null) answer(response, 413, no(`That is more than ${LARGEST_BODY / 1024 ** 2} MB: nothing was sent.`));
    else if (deed === null) answer(response, 400, no('The page asked for something that does not exist.'));
    else answer(response, 200, await this.#rooms.deeds.do(person, deed));
  }
}

function methodsOf(path: string): readonly string[] {
  if (path === '/do') return ['POST'];
  return path === '/stream' ? ['GET'] : ['GET', 'HEAD'];
}
