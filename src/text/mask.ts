import { RE2JS } from 're2js';
import { maskAssignments } from './mask-assignments.js';
import { maskPrivateKeys } from './mask-keys.js';
import { MASK } from './mask-mark.js';
import { createRulesMask } from './mask-rules.js';
import { maskUrls } from './mask-urls.js';

/** Puts `•••` where secrets stand; keeps the number of lines. Takes time linear in the text. Masking twice is masking once. */
export type Mask = (text: string) => string;

/** What is a secret here beside what looks like one everywhere. */
export interface Secrets {
  /** Patterns of RE2. */
  readonly patterns: readonly string[];
  /** Secrets themselves, masked wherever they stand. */
  readonly known: readonly string[];
}

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
  /(?<!\w)(?:dop|doo|dor)_v1_[a-f\d]{32,}/g, // DigitalOcean
  /(?<![\w-])pypi-[\w-]{32,}/g,
  /(?<![\w.-])SG\.[\w-]{16,64}\.[\w-]{16,64}/g, // SendGrid
  /(?<![\w.])hv[sbr]\.[\w-]{20,}/g, // Vault
  /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}/g, // Azure, an application's secret
  /(?<![\w:])\d{8,10}:AA[\w-]{32,}/g, // Telegram
  /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, // JSON web tokens
];
const SLACK_WEBHOOK = /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g;
// Azure signs addresses so.
const SIGNED = /([?&]sig=)[\w%+/=-]{16,}/g;
// With a digit or padding near its start: "basic authentication failed" is prose.
const AUTHORIZATION = /\b(bearer|basic)(\s{1,3})(?=[\w.~+/-]{0,60}[\d=])[\w.~+/=-]{8,}/gi;

/**
 * Masks passwords in URLs, values of telling names (password, token, api key…), Authorization and Cookie headers, private keys,
 * keys and tokens by their shape (ours and those of a maintained set of rules), what the patterns match, and what is known.
 * Throws for a pattern that is none of RE2.
 */
export function createMask({ patterns, known }: Secrets): Mask {
  const rules = createRulesMask();
  // Of each line: what is foreign comes line by line or as one text.
  const compiled = patterns.map((pattern) => RE2JS.compile(pattern, RE2JS.MULTILINE));
  // Longest first: a secret may contain another.
  const longestFirst = known.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
    masked = maskUrls(maskPrivateKeys(masked)).replace(SLACK_WEBHOOK, `$1${MASK}`).replace(SIGNED, `$1${MASK}`);
    for (const shape of TOKEN_SHAPES) masked = masked.replace(shape, MASK);
    masked = rules(maskAssignments(masked.replace(AUTHORIZATION, `$1$2${MASK}`)));
    return compiled.reduce(maskPattern, masked);
  };
}

/** What looks like a secret everywhere, masked, and every string in `known` (4 characters or more). */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  return createMask({ patterns: [], known })(text);
}

/** True when the text holds something that `maskSecrets` would hide. */
export function secretsIn(text: string): boolean {
  return maskSecrets(text) !== text;
}

function maskPattern(text: string, pattern: RE2JS): string {
  const matcher = pattern.matcher(text);
  let masked = '';
  let done = 0;
  while (matcher.find()) {
    const [from, to] = [matcher.start(), matcher.end()];
    masked += text.slice(done, from) + text.slice(from, to).replace(/[^\n]+/g, MASK);
    done = to;
  }
  return masked + text.slice(done);
}
