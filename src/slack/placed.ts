import type { Wanted } from '../view/wanted.js';

/** A message, and where it goes. */
export interface Placed {
  readonly want: Wanted;
  readonly channel: string;
  /** It stands elsewhere than the incident's other messages: where it cannot be shown, that is all that happens. */
  readonly aside: boolean;
}

/** Somebody who is written to, by user id, and the direct channel with them. */
export interface Approver {
  readonly user: string;
  readonly channel: string;
}
