import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** The arguments in a request's body, form or JSON; undefined if it is neither. An empty body has none. */
export function parseBody(contentType: string | undefined, body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  const type = (contentType ?? '').split(';')[0]?.trim();
  const text = body.toString('utf8');
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type === 'application/json' || type === 'text/plain') return parseJson(text);
  return undefined;
}

/** A JSON object; undefined for anything else. */
export function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = record.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
