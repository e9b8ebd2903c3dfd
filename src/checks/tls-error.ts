import { errorCode } from './network-error.js';

/** Why a TLS connection failed, for every check that makes one; `other` is a handshake that failed for a reason of its own. */
export type TlsError = 'expired' | 'not_yet_valid' | 'self_signed' | 'wrong_host' | 'untrusted' | 'no_tls' | 'other';

/** Declares the fact in which every check that speaks TLS tells it. */
export const tlsErrorSpec = {
  type: 'string',
  says: 'Where error is tls, one of expired, not_yet_valid, self_signed, wrong_host, untrusted (issued by nobody this machine trusts), no_tls (the other side speaks none) or other; empty else.',
} as const;

const BY_CODE: Readonly<Record<string, TlsError>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self_signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_host',
  HOSTNAME_MISMATCH: 'wrong_host',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
};

// What OpenSSL says of an answer that is no TLS. Node 20 puts this into no code: all of it is EPROTO, told apart by its words alone.
const NO_TLS = /wrong version number|packet length too long|record layer failure/i;

/** Names a failed handshake by OpenSSL's code. Only for failures that `networkErrorOf` calls `tls`. */
export function tlsErrorOf(error: unknown): TlsError {
  const known = BY_CODE[errorCode(error)];
  if (known !== undefined) return known;
  return error instanceof Error && NO_TLS.test(error.message) ? 'no_tls' : 'other';
}

/** The failure in words. */
export function sayTlsError(error: TlsError): string {
  switch (error) {
    case 'expired':
      return 'its TLS certificate has expired';
    case 'not_yet_valid':
      return 'its TLS certificate is not valid yet; look at the clocks';
    case 'self_signed':
      return 'its TLS certificate is self-signed';
    case 'wrong_host':
      return 'its TLS certificate is for another host name';
    case 'untrusted':
      return 'its TLS certificate comes from an issuer this machine does not trust';
    case 'no_tls':
      return 'it speaks no TLS';
    case 'other':
      return 'TLS failed';
  }
}
