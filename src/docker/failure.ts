import { CannotLook } from '../checks/check.js';
import { TimeIsUp } from '../checks/deadline.js';
import { cleanText, cutText } from '../text/clean.js';
import { formatDuration } from '../text/units.js';

/** The engine answered with a refusal. `status` is HTTP's, the message the engine's own. */
export class EngineRefused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'EngineRefused';
    this.status = status;
  }
}

/** The engine's answer is not what the Engine API promises. */
export class EngineUnreadable extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'EngineUnreadable';
  }
}

/** The way to the engine could not be opened. The message is the tool's own; empty where it said nothing. */
export class TunnelFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TunnelFailed';
  }
}

/** Turns whatever went wrong while asking an engine into the sentence people read. `over` says that the asker gave up. */
export function cannotLook(host: string, address: string, error: unknown, over: boolean): CannotLook {
  if (error instanceof CannotLook) return error;
  if (over)
    return new CannotLook(`Docker on host ${host} was not asked to the end: the time was over`, { cause: error });
  return new CannotLook(`Docker on host ${host} ${sentence(address, error)}`, { cause: error });
}

function sentence(address: string, error: unknown): string {
  if (error instanceof TimeIsUp) return `does not answer: ${address} was silent for ${formatDuration(error.limit)}`;
  if (error instanceof EngineRefused) return `refused the question: ${shown(error.message)} (HTTP ${error.status})`;
  if (error instanceof EngineUnreadable) return `gave an answer the bot does not understand: ${shown(error.message)}`;
  if (error instanceof TunnelFailed)
    return `does not answer: ${address} cannot be reached${error.message === '' ? '' : `; ssh says: ${shown(error.message)}`}`;
  return sentenceOfTls(address, codeOf(error)) ?? sentenceOfCode(address, codeOf(error));
}

function sentenceOfCode(address: string, code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `does not answer: ${address} refused the connection`;
    case 'ENOENT':
      return `does not answer: there is no socket at ${address}`;
    case 'EACCES':
    case 'EPERM':
      return `cannot be asked: the bot has no permission for ${address}`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      // ssh lets everybody in before it knows whether there is anything behind it.
      if (address.startsWith('ssh://'))
        return `does not answer: the connection through ssh to ${address} was closed; either nothing listens there, or ssh broke`;
      return `does not answer: ${address} closed the connection`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `does not answer: the name in ${address} cannot be resolved`;
    default:
      return `does not answer: ${address} cannot be reached (${code})`;
  }
}

/** What the two sides of a TLS connection hold against each other, null for anything else. */
function sentenceOfTls(address: string, code: string): string | null {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `cannot be trusted: the certificate of ${address} has expired`;
    case 'CERT_NOT_YET_VALID':
      return `cannot be trusted: the certificate of ${address} is not valid yet, or this machine's clock is wrong`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `cannot be trusted: the certificate of ${address} is made out to another name`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'CERT_SIGNATURE_FAILURE':
      return `cannot be trusted: ca.pem did not sign the certificate of ${address}`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return `does not answer: ${address} does not speak TLS`;
    case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED':
      return `refused the bot: its certificate (cert.pem) for ${address} has expired`;
    default:
      return /^ERR_SSL_.*ALERT/.test(code) ? `refused the bot's certificate (cert.pem) for ${address}` : null;
  }
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? shown(error.message) : 'unknown error';
}

function shown(message: string): string {
  return cutText(cleanText(message).replace(/\s+/g, ' ').trim(), 200);
}
