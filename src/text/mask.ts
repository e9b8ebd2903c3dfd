import { maskAssignments } from './mask-assignments.js';
import { maskPrivateKeys } from './mask-keys.js';
import { MASK } from './mask-mark.js';
import { maskUrls } from './mask-urls.js';

// Every shape starts where no character of its own alphabet precedes it, so that each place in the text is read once.
const TOKEN_SHAPES: readonly RegExp[] = [
  /(?<![\w-])xox[a-z](?:\.[a-z]{1,9})?-[\w-]{8,}/g, // Slack
  /(?<![\w-])xapp-[\w-]{8,}/g,
  /(?<![\w-])(?:sk|rk|pk)[-_](?=[a-z_-]{0,40}[A-Z\d])[\w-]{16,}/g, // OpenAI, Anthropic, Stripe
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, // AWS
  /(?<!\w)(?:gh[pousr]|github_pat)_\w{16,}/g,
  /(?<![\w-])glpat-[\w-]{16,}/g,
  /(?<![\w-])AIza[\w-]{30,}/g, // Google
  /(?<!\w)npm_\w{30,}/g,
  /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, // JSON web tokens
];
const SLACK_WEBHOOK = /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g;
// With a digit or padding near its start: "basic authentication failed" is prose.
const AUTHORIZATION = /\b(bearer|basic)(\s{1,3})(?=[\w.~+/-]{0,60}[\d=])[\w.~+/=-]{8,}/gi;

/**
 * Replaces what looks like a secret by `•••`: passwords in URLs, values of telling names (password, token, api key…),
 * Authorization and Cookie headers, private keys, well-known token shapes, and every string in `known` (4 characters
 * or more). Keeps the number of lines. Takes time linear in the text.
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  let masked = maskPrivateKeys(maskKnown(text, known));
  masked = maskUrls(masked).replace(SLACK_WEBHOOK, `$1${MASK}`);
  for (const shape of TOKEN_SHAPES) masked = masked.replace(shape, MASK);
  return maskAssignments(masked.replace(AUTHORIZATION, `$1$2${MASK}`));
}

/** True when the text holds something that `maskSecrets` would hide. */
export function secretsIn(text: string): boolean {
  return maskSecrets(text) !== text;
}

function maskKnown(text: string, known: readonly string[]): string {
  // Longest first: a secret may contain another.
  const longestFirst = known.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
