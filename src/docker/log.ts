/** The part of a pino logger that this folder needs. */
export interface Log {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export const silentLog: Log = { debug: () => undefined, warn: () => undefined };
