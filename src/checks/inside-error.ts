import { formatDuration } from '../text/units.js';
import { sayNetworkError, type NetworkError } from './network-error.js';

export type InsideError = NetworkError | 'bad_response' | 'other';

const NETWORK: readonly string[] = ['refused', 'reset', 'timeout', 'dns', 'tls', 'unreachable'];

// Every tool passes on the words of the C library, in English since the scripts ask for it.
const WORDS: readonly (readonly [RegExp, InsideError])[] = [
  [/refused/i, 'refused'],
  [
    /could not resolve|unable to resolve|bad address|not known|translate host|getaddrinfo|name resolution|gaierror/i,
    'dns',
  ],
  [/timed? ?out|timeout/i, 'timeout'],
  [/no route|unreachable|cannot assign/i, 'unreachable'],
  [/reset|broken pipe|empty reply|no data received|closed|unexpected end/i, 'reset'],
  [/certificate|\bssl\b|\btls\b/i, 'tls'],
];

const CURL_TLS = new Set([35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91]);

/** How a tool failed, by what it complained; `other` where the words are unknown. */
export function errorOfWords(words: string): InsideError {
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'other';
}

/** How curl failed, by its exit code. */
export function errorOfCurl(code: number, words: string): InsideError {
  if (code === 6) return 'dns';
  if (code === 28) return 'timeout';
  if (CURL_TLS.has(code)) return 'tls';
  if ([18, 52, 55, 56].includes(code)) return 'reset';
  if ([1, 8, 16, 61, 92].includes(code)) return 'bad_response';
  const said = errorOfWords(words);
  return code === 7 && said === 'other' ? 'refused' : said;
}

/** One that Python named. */
export function namedError(written: string): InsideError {
  if (written === 'bad_response') return written;
  return isNetworkError(written) ? written : 'other';
}

/** The failure in words; `limit` in milliseconds is for the one that ran out of time. */
export function sayInsideError(error: InsideError, limit: number): string {
  switch (error) {
    case 'bad_response':
      return 'the answer is not HTTP';
    case 'other':
      return 'the connection failed';
    case 'timeout':
      return `no answer in ${formatDuration(limit)}`;
    default:
      return sayNetworkError(error, limit);
  }
}

export function isNetworkError(written: string): written is NetworkError {
  return NETWORK.includes(written);
}
