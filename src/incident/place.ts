import type { Incident } from './state.js';

/** Whether an incident goes on in a channel of its own now, and not where it was opened, nor in a direct message. */
export function isInOwnChannel({ origin, home }: Incident): boolean {
  return origin !== null && home !== null && home !== origin && /^[CG]/.test(home);
}
