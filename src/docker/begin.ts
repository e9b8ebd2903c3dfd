import type { IncomingMessage } from 'node:http';
import { readText } from './answer-body.js';
import { messageOf, send, type Call } from './change.js';
import type { Endpoint } from './endpoint.js';
import { EngineRefused } from './failure.js';

/** Makes a call whose answer is a stream; null is the engine's 404. Rejects with `TooLate`, after which nothing was sent, and with what went wrong. */
export async function begin(endpoint: Endpoint, call: Call, signal: AbortSignal): Promise<IncomingMessage | null> {
  const answer = await send(endpoint, call, signal, { sent: false });
  // A stream that breaks while nobody reads must not end the process; whoever reads gets the error as well.
  answer.on('error', () => undefined);
  const status = answer.statusCode ?? 0;
  if (status === 200) return answer;
  const said = await readText(answer);
  if (status === 404) return null;
  throw new EngineRefused(status, messageOf(said).trim());
}
