/**
 * JSON with one spelling per value: keys sorted by UTF-16 code unit, no spaces, what `JSON.stringify` leaves out left out.
 * NUL and lone surrogates come out escaped, so the text fits a database column. Throws TypeError for what JSON cannot say
 * (undefined, functions, bigint, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('There is no JSON for this value');
  return write(JSON.parse(text));
}

function write(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
}
