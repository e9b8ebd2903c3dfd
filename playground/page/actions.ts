import { createContext, useContext } from 'react';
import type { PageAnswer, PageDeed, PageMessage } from '../page-server/protocol.js';

/** What can be done from anywhere on the page. One object for the page's life: nothing is drawn again because of it. */
export interface Actions {
  /** Never rejects. */
  readonly do: (deed: PageDeed) => Promise<PageAnswer>;
  /** Does it, and shows what went wrong at the foot of the page. */
  readonly tell: (deed: PageDeed) => void;
  readonly openThread: (message: PageMessage) => void;
  /** What was typed and not sent, by place. */
  readonly drafts: Map<string, string>;
}

const ActionsContext = createContext<Actions | null>(null);

/** Stands once around the page. */
export const Acts = ActionsContext.Provider;

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('There is no <Acts> around this');
  return actions;
}
