/** One thing the doctor looked at: well, to be mended, worth knowing, or not looked at and why. */
export interface Line {
  readonly mark: 'ok' | 'wrong' | 'note' | 'skip';
  readonly about: string;
  readonly says: string;
  /** What to do about it; null where there is nothing to do. */
  readonly mend: string | null;
}

export function ok(about: string, says: string): Line {
  return { mark: 'ok', about, says, mend: null };
}

export function wrong(about: string, says: string, mend: string): Line {
  return { mark: 'wrong', about, says, mend };
}

/** Nothing that keeps the bot from working. */
export function worthKnowing(about: string, says: string, mend: string | null = null): Line {
  return { mark: 'note', about, says, mend };
}

/** Not looked at; `says` why. */
export function skipped(about: string, says: string, mend: string | null = null): Line {
  return { mark: 'skip', about, says, mend };
}
