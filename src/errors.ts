/** Everything that can go wrong in a way people can act upon. Anything else is a bug and says so. */
export type ErrorCode =
  | 'config_invalid'
  | 'runbook_invalid'
  | 'data_in_use'
  | 'store_unavailable'
  | 'slack_unavailable'
  | 'not_understood'
  | 'not_found'
  | 'not_allowed';

/** An expected failure. The message is for the reader: what happened, what it means, what to do next. */
export class UserError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.code = code;
  }
}
