import type { Fault } from '../faults.js';
import { json, type Reply } from './reply.js';

/** What a caller sees of a call that a fault has hit. */
export function spoiled(fault: Fault): Reply {
  if (fault.kind === 'timeout') return 'hang';
  if (fault.kind === 'reset') return 'reset';
  if (fault.kind === 'rate_limited') return limited(fault.retryAfter ?? 1);
  if (fault.kind === 'http_500') return { status: 500, headers: { 'content-type': 'text/html' }, body: 'Server Error' };
  return json(200, { ok: false, error: fault.kind.error });
}

/** The answer to one call too many; `seconds` to wait. */
export function limited(seconds: number): Reply {
  return json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
}
