/** Reads back an object that was written as JSON. Throws TypeError for JSON of any other kind. */
export function parseObject(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('Expected a JSON object');
  return value;
}
