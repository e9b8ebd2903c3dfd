import { secretsIn } from './mask.js';

/** Shorter than this, or a plain word: masked wherever it stands, it would take evidence away. */
const LEAST = 8;
const PLAIN = /^(?:[a-z]{1,15}|\d{1,11})$/i;
const OF_A_FILE = /(?:file|path|dir)$/i;

/**
 * Values that are secrets, so that they can be masked wherever they stand: those under telling names (`API_KEY`) and the passwords
 * of addresses. `ordinary` are words that are none, such as the names of services; nor is what an address has as user or host.
 */
export function knownSecrets(
  named: readonly (readonly [name: string, value: string])[],
  ordinary: readonly string[],
): readonly string[] {
  const addresses = named.flatMap(([, value]) =>
    value.includes('://') && URL.canParse(value) ? [new URL(value)] : [],
  );
  const open = new Set([
    ...ordinary,
    ...addresses.flatMap((url) => [url.username, url.hostname, url.pathname.slice(1)]),
  ]);
  const candidates = [
    ...addresses.flatMap(({ password }) => [password, decoded(password)]),
    ...named.flatMap(([name, value]) => (isTelling(name) && !URL.canParse(value) ? [value] : [])),
  ];
  const secrets = candidates.filter((one) => one.length >= LEAST && !PLAIN.test(one) && !open.has(one));
  return [...new Set(secrets)];
}

function isTelling(name: string): boolean {
  return !OF_A_FILE.test(name) && secretsIn(`${name}="any1value"`);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
