const STEP = /\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\['([^']+)'\]/y;

/** The keys of a path like `$.dependencies.postgres`, `$.items[0]` or `$['odd key']`; null for what is no such path. */
export function parseJsonPath(path: string): readonly string[] | null {
  if (!path.startsWith('$')) return null;
  const keys: string[] = [];
  let at = 1;
  while (at < path.length) {
    STEP.lastIndex = at;
    const step = STEP.exec(path);
    if (step === null) return null;
    keys.push(step[1] ?? step[2] ?? step[3] ?? '');
    at = STEP.lastIndex;
  }
  return keys;
}

/**
 * The value at a path as text; empty where there is none or the body is no JSON. An object with a `status` gives that:
 * `"postgres": "down"` and `"postgres": {"status": "down"}` mean the same.
 */
export function readJsonPath(body: unknown, path: string): string {
  let value = body;
  for (const key of parseJsonPath(path) ?? []) value = child(value, key);
  return scalar(value) ?? scalar(child(value, 'status')) ?? '';
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1] as unknown;
}

function scalar(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
