import type { Wanted } from '../view/wanted.js';

/** A message, and where it goes. */
export interface Placed {
  readonly want: Wanted;
  readonly channel: string;
  /** It is written to one person alone, beside the incident's channel. */
  readonly direct: boolean;
}

/** Somebody who is written to, by user id, and the direct channel with them. */
export interface Approver {
  readonly user: string;
  readonly channel: string;
}
