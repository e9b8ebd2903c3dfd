import type { Mask } from './mask.js';

/** The same value with all its strings masked, however deep they stand; keys stay. For plain JSON: objects, lists, strings. */
export function maskWithin<Value>(value: Value, mask: Mask): Value {
  const together = stringsIn(value).join('\n');
  // Most have nothing to hide, and one look at all is cheaper than one at each.
  return mask(together) === together ? value : masked(value, mask);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function masked<Value>(value: Value, mask: Mask): Value;
function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, mask));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, masked(item, mask)]));
}
