import { UserError } from '../errors.js';

/** Connection lost, out of resources, stopped by an operator or a time limit, system error, broken storage. */
const UNAVAILABLE = /^(08|53|57|58|XX001|XX002|25P0[34])/;
/** Answers to a connection attempt: wrong login, no such database. */
const REFUSED_LOGIN = /^(28|3D000)/;

/** The SQLSTATE of a database's own error; null for anything else. */
export function sqlState(error: unknown): string | null {
  const code = field(error, 'code');
  return code !== null && /^[0-9A-Z]{5}$/.test(code) && field(error, 'severity') !== null ? code : null;
}

/** Whether the statement failed because of this unique key. */
export function violates(error: unknown, constraint: string): boolean {
  return sqlState(error) === '23505' && field(error, 'constraint') === constraint;
}

/**
 * What to throw for a driver's error. A refused statement stays what it is: either the caller expects it, or it is a bug.
 * Everything else means that the database cannot serve us now; `where` names it for the reader.
 */
export function translate(error: unknown, where: string): Error {
  if (error instanceof UserError) return error;
  const state = sqlState(error);
  if (error instanceof Error && state !== null && !UNAVAILABLE.test(state) && !REFUSED_LOGIN.test(state)) return error;
  return unavailable(where, reason(error, state), error);
}

/** `reason` completes "The store at … cannot be used: …". */
export function unavailable(where: string, reason: string, cause?: unknown): UserError {
  const message = `${where} cannot be used: ${reason}. The bot needs it for everything; what was asked just now may not be recorded.`;
  return new UserError('store_unavailable', message, { cause });
}

function reason(error: unknown, state: string | null): string {
  if (state === '57014') return 'it took too long to answer';
  if (state !== null && REFUSED_LOGIN.test(state)) return `it refused our login (${messageOf(error)})`;
  return messageOf(error);
}

function messageOf(error: unknown): string {
  // A name with several addresses, none of which answered.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  const message = field(error, 'message');
  return message === null || message === '' ? 'it gave no reason' : message;
}

function field(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}
