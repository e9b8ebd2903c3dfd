import { createHmac } from 'node:crypto';

/** The headers by which Slack proves that a request is its own. `timestamp` is in seconds since 1970. */
export function signatureHeaders(secret: string, timestamp: number, body: string): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` };
}
