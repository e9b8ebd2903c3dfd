import { formatDuration } from '../text/units.js';
import { TimeIsUp } from './deadline.js';

/** How a connection failed, for every check that makes one. */
export type NetworkError = 'refused' | 'reset' | 'timeout' | 'dns' | 'tls' | 'unreachable';

const BY_CODE: Readonly<Record<string, NetworkError>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NONAME: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOENT: 'unreachable',
  EACCES: 'unreachable',
  EPROTO: 'tls',
};

// OpenSSL's verdicts on a certificate, as Node passes them on; there are some thirty.
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(?:TLS|SSL)|HOSTNAME_MISMATCH|^CRL_/;

/** Names a failed connection by its code; null for what is no failure of a connection. */
export function networkErrorOf(error: unknown): NetworkError | null {
  if (error instanceof TimeIsUp) return 'timeout';
  const code = errorCode(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  return CERTIFICATE.test(code) ? 'tls' : null;
}

/** The code of a Node error, of its cause, or of the first of several; empty where there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0]);
  return 'cause' in error ? errorCode(error.cause) : '';
}

/** The failure in words; `limit` in milliseconds is for the one that ran out of time. */
export function sayNetworkError(error: NetworkError, limit: number): string {
  switch (error) {
    case 'refused':
      return 'connection refused';
    case 'reset':
      return 'connection closed by the other side';
    case 'timeout':
      return `no answer in ${formatDuration(limit)}`;
    case 'dns':
      return 'host name cannot be resolved';
    case 'tls':
      return 'TLS failed';
    case 'unreachable':
      return 'host unreachable';
  }
}
