/** One row as a database gives it: int8 is a number, timestamptz a Date, JSON stays text. Parse before use. */
export type Row = Readonly<Record<string, unknown>>;

/** What a statement may be given. Times go in as ISO text, lists as JSON text: the drivers differ in everything else. */
export type Param = string | number | boolean | null;

export interface Queries {
  /**
   * Runs one statement, `$1` … standing for the params. Throws `UserError('store_unavailable')` when the database does
   * not answer in time, and the driver's error (see database-error.ts) when it refuses the statement.
   */
  query(text: string, params?: readonly Param[]): Promise<Row[]>;
}

export interface Transaction extends Queries {
  /** Runs several statements that take no params. */
  script(text: string): Promise<void>;
}

export interface TransactionOptions {
  /** Bounds all of it, from waiting for a connection to the commit; 5 s unless told. */
  readonly limitMs?: number;
}

/** The thin port under our SQL, the same on PostgreSQL and on PGlite. Its own queries are the incidents': they may queue behind each other. */
export interface Sql extends Queries {
  /** For what a person waits for: it never stands behind the incidents', and ends within 1.5 s, done or not. */
  readonly prompt: Queries;
  /** Commits what `work` did, or rolls it back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Calls back on each NOTIFY of `HINT_CHANNEL`, and whenever some may have been missed. */
  listen(hint: () => void): void;
  close(): Promise<void>;
}

export const HINT_CHANNEL = 'runbook_bot';

/** Stands after a statement's `returning`: tells every listening process to look around, once the change commits. */
export const HINT = `pg_notify('${HINT_CHANNEL}', '')`;

/** Text columns refuse NUL, and nobody reads it. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
