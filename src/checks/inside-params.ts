import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import { isPlaceholder } from './written.js';

const status = z.int().min(100).max(599);

/** `postgres:5432`, or with `${…}` in it. */
export const tcpAddress = z
  .string()
  .refine((written) => isPlaceholder(written) || parseTcp(written) !== null, 'an address looks like postgres:5432');

export const variableName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a variable looks like DATABASE_URL');

export const expectedStatus = z
  .union([status, z.array(status).min(1)])
  .optional()
  .describe('With url: the status or statuses that are good; any 2xx unless told.');

export const insideLimit = durationBetween(1_000, 8_000, 'between 1s and 8s')
  .default(5_000)
  .describe('For the whole answer; counted in whole seconds.');

/** Host and port of `postgres:5432` or `[::1]:5432`; null where it is something else. */
export function parseTcp(written: string): { readonly host: string; readonly port: number } | null {
  const [, six, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9_][\w.-]*)):(\d{1,5})$/.exec(written) ?? [];
  const port = Number(digits);
  const host = six ?? name;
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}
