import type { Actor } from './actor.js';

/** What people can be in an incident. The commander decides; the scribe writes down; communications tells those outside. */
export const ROLES = ['commander', 'scribe', 'communications', 'operations'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody in a role. */
export interface Holder {
  readonly who: Actor;
  /** Who gave it to them. */
  readonly by: Actor;
  readonly at: string;
}
