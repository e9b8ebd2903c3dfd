import type { IncomingMessage } from 'node:http';

/** The largest body that is read, in bytes. */
export const LARGEST_BODY = 1024 * 1024;
/** What goes beyond it is still taken in, up to here, so that the browser gets to read the answer. */
const LARGEST_HEARD = 64 * 1024 * 1024;

/** A request's body as text; null where it is larger than `LARGEST_BODY`. Rejects where the request breaks off. */
export async function textOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    if (size > LARGEST_HEARD) request.destroy();
  }
  return size > LARGEST_BODY ? null : Buffer.concat(chunks).toString('utf8');
}
