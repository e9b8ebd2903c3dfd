import type { Impossible, Plan, Policy } from '../incident/remedy.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Text } from '../text/text.js';

/** Leave to change the world once, for a few seconds. */
export interface Permit {
  /** Throws `TooLate` when the time is over: nothing may be changed any more. Called immediately before each call that changes the world. */
  check(): void;
}

/** The permit's time was over before the change could be made: nothing was changed by it. */
export class TooLate extends Error {
  constructor(message = 'the time to act was over') {
    super(message);
    this.name = 'TooLate';
  }
}

/** What came of doing. Throws for what it did not expect: then it is not known what happened. */
export interface Done {
  /** `failed`: it is certain that the world is as `says` says; anything else that went wrong is thrown. */
  readonly result: 'done' | 'failed';
  /** What was done, or what went wrong and how the world is now: `limit 2 GiB to 4 GiB, started`. */
  readonly says: Text;
  /** Texts it brought back: saved logs, a stack dump. Clean already. */
  readonly texts?: readonly { readonly title: string; readonly name: string; readonly body: string }[];
}

/** Whether something that was begun happened, judged by the state before; `maybe` where that does not tell. */
export interface Settled {
  readonly happened: 'yes' | 'no' | 'maybe';
  /** What was seen: `started 03:07:41, after it was asked to`. */
  readonly says: Text;
  /** For people, where it stays `maybe`: how to find out by hand. */
  readonly find: string | null;
}

/** How a remedy reports while it acts. */
export interface Reporting {
  /** Unique in this installation: `INC-12/3`. Containers it creates carry it. */
  readonly mark: string;
  /** Announces the next change to the world and resolves once that is on record. Throws `TooLate` where nothing may be changed any more. */
  step(says: Text): Promise<Permit>;
}

/** A remedy as it can be offered now. */
export interface Drafted {
  readonly plan: Plan;
  readonly policy: Policy;
  /** What an approval of it is bound to. */
  readonly hash: string;
}

/** What plans and does remedies. `id` names one of the runbook's. */
export interface Hands {
  /** Why there are no remedies here at all; null where there are. */
  readonly off: string | null;
  /** Resolves it against the world as it is now. Never throws for what it came to learn. */
  draft(runbook: Runbook, id: string, signal: AbortSignal): Promise<Drafted | Impossible>;
  /** Does it, once. Throws for what leaves open whether it happened. */
  act(runbook: Runbook, id: string, plan: Plan, reporting: Reporting, signal: AbortSignal): Promise<Done>;
  /** Compares the world with the state before. Throws when it could not look. */
  settle(runbook: Runbook, id: string, plan: Plan, mark: string, signal: AbortSignal): Promise<Settled>;
}
