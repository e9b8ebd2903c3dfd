import type { Logger } from 'pino';
import type { Accounts } from './accounts.js';
import type { Pace } from './aftermath.js';
import type { Clock } from './clock.js';
import type { Hands } from './hands.js';
import type { AskCheck, Runbooks, Screen, Wish, WishOutcome } from './ports.js';
import type { Reporter } from './reporter.js';
import type { Store } from './store.js';
import type { Mask } from '../text/mask.js';

export interface ActorParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ask: AskCheck;
  readonly hands: Hands;
  readonly pace: Pace;
  readonly screen: Screen;
  readonly runbooks: Runbooks;
  readonly accounts: Accounts;
  readonly reporter: Reporter;
  /** Whether incidents get a channel of their own. */
  readonly ownChannels: boolean;
  /** Masks secrets in whatever is to be recorded or kept. */
  readonly mask: Mask;
  readonly log: Logger;
}

/** What the actor reports to the engine that owns it. */
export interface ActorOwner {
  /** A wish was answered and is closed in the inbox. */
  answered(key: string, wish: Wish, outcome: WishOutcome): void;
  /** The wish could not be answered here (another incident has the service, somebody else answered it): try again from the inbox. */
  returned(key: string, busy: string | null): void;
  /** Nothing left to do; the state is settled and the lease can go. */
  idle(id: string): void;
  /** This process may not run the incident any longer. */
  stopped(id: string): void;
}
