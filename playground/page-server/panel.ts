import type { PageAnswer, PagePanel, SlackTrouble } from './protocol.js';

/**
 * What the page can break and heal. The three wishes answer at once: whether they are begun, and if not, why.
 * How they get on shows in `state`.
 */
export interface Panel {
  state(): PagePanel;
  /** Calls `listener` whenever `state` is different, until the returned function is called. */
  on(listener: () => void): () => void;
  break(fault: string): PageAnswer;
  heal(): PageAnswer;
  slack(trouble: SlackTrouble): PageAnswer;
}
