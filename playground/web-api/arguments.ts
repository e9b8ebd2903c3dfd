import { z } from 'zod';
import { Refusal } from './refusal.js';

/** A boolean as JSON has it or as a form spells it. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', '1']).transform(() => true),
  z.enum(['false', '0', '']).transform(() => false),
]);

/** A whole number as JSON has it or as a form spells it. */
export const count = z.coerce.number().int().min(1).max(999);

/** A list of ids, separated by commas or as JSON has it. */
export const idList = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(',').filter((one) => one !== '')),
]);

/**
 * A structure that forms carry as a JSON string.
 * @throws Refusal with `code` if it is not JSON.
 */
export function structure(value: unknown, code: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new Refusal(code);
  }
}
