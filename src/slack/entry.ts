import type { ScreenListener } from '../engine/ports.js';
import type { Incident } from '../incident/state.js';
import type { Furnished } from './furnished.js';
import type { Approver } from './placed.js';

/** What this process knows of one incident's messages. Lost with the process: the log and Slack know the rest. */
export interface Entry {
  incident: Incident;
  listener: ScreenListener;
  working: boolean;
  again: boolean;
  retries: number;
  /** Slack asked to be left alone until then, in ms. */
  quietUntil: number;
  timer: NodeJS.Timeout | null;
  /** When the timer fires, in ms. */
  wakesAt: number;
  readonly ambiguous: Set<string>;
  readonly asked: Set<string>;
  /** What each message shows, as a hash, by its time stamp. */
  readonly shown: Map<string, string>;
  /** The news each message told last, by its time stamp. */
  readonly told: Map<string, string | null>;
  readonly editedAt: Map<string, number>;
  /** Slots whose blocks Slack refused: their plain words are shown instead. */
  readonly simple: Set<string>;
  /** Slots that are not tried any more. */
  readonly givenUp: Set<string>;
  /** Whom to write to about a request, by its slot; null while it is looked up. */
  readonly approvers: Map<string, readonly Approver[] | null>;
  /** Its own channel, once it was looked at. */
  furnished: Furnished | null;
  /** Something is being done for that channel. */
  furnishing: boolean;
}

/** An incident nothing is known of yet. */
export function newEntry(incident: Incident): Entry {
  return {
    incident,
    listener: { tell: () => undefined, shown: () => undefined },
    working: false,
    again: false,
    retries: 0,
    quietUntil: 0,
    timer: null,
    wakesAt: 0,
    ambiguous: new Set(),
    asked: new Set(),
    shown: new Map(),
    told: new Map(),
    editedAt: new Map(),
    simple: new Set(),
    givenUp: new Set(),
    approvers: new Map(),
    furnished: null,
    furnishing: false,
  };
}
