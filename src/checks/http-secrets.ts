import { MASK } from '../text/mask-mark.js';

/** Headers whose values say nothing about who asks. */
const PLAIN = /^(?:accept(?:-.*)?|content-(?:type|language)|user-agent|host|cache-control|connection|if-.*|range)$/i;
/** What is shorter would hide half of any text. */
const SHORTEST = 4;

/** Hides, in an answer, what was sent along to be let in: servers like to repeat it. */
export function withoutSecrets(text: string, headers: Readonly<Record<string, string>>): string {
  const values = Object.entries(headers).flatMap(([name, value]) => (PLAIN.test(name) ? [] : spellings(value)));
  const secrets = values.filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, MASK), text);
}

/** As a whole, without the `Bearer` before it, and as it stands in JSON. */
function spellings(value: string): string[] {
  const last = value.trim().split(/\s+/).at(-1) ?? '';
  return [value, last, JSON.stringify(value).slice(1, -1)];
}
