import type { IncomingHttpHeaders } from 'node:http';

/** Sent with everything: nothing from elsewhere is loaded, framed, guessed or kept. */
export const SAFE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/**
 * Why a request is not taken, in a sentence; null where it is fine. Other web pages that are open in the same browser must neither
 * read nor do anything: they show by their `Origin`, and by the name they reach us under (a name of their own that leads to
 * 127.0.0.1 is the trick called DNS rebinding).
 */
export function refusalOf(method: string, headers: IncomingHttpHeaders, port: number): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return `This page is only at http://127.0.0.1:${port}, on this machine.`;
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return 'Another web page may not use this one.';
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' && method !== 'GET') return 'Another web page may not use this one.';
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return method === 'POST' && type !== 'application/json' ? 'What is done here is said in JSON.' : null;
}
