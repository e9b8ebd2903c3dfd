import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageAnswer } from './protocol.js';
import { no } from './says.js';

/** Whoever asks with POST gets an answer to read, others a line of text. */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number, says: string): void {
  if (request.method !== 'POST') {
    text(response, status, says);
    return;
  }
  // What was sent is left unread, so the connection cannot be used again.
  response.setHeader('connection', 'close');
  answer(response, status, no(says));
}

export function answer(response: ServerResponse, status: number, given: PageAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(given));
}

export function text(response: ServerResponse, status: number, says: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${says}\n`);
}
