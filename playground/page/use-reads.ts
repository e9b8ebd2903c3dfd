import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { PageState } from '../page-server/protocol.js';
import { readAll, unreadOf, type Reads, type Unread } from './unread.js';

/**
 * What is unread, by channel. What was there before the page was opened counts as read; so does what comes into the open
 * channel while one looks at the page.
 * @param open the open channel's id
 */
export function useReads(state: PageState, open: string | null): (channel: string) => Unread {
  const [since] = useState(() => Date.now() / 1000);
  const [reads, setReads] = useState<Reads>({});
  const looking = useSyncExternalStore(watchLooking, isLooking);
  useEffect(() => {
    if (looking && open !== null) setReads((before) => readAll(before, state, open));
  }, [state, open, looking]);
  const unread = useCallback((channel: string) => unreadOf(state, channel, reads, since), [state, reads, since]);
  useEffect(() => {
    const mentions = state.channels.reduce((sum, { id }) => sum + unread(id).mentions, 0);
    document.title = `${mentions > 0 ? `(${mentions}) ` : ''}Runbook Bot playground`;
  }, [state.channels, unread]);
  return unread;
}

function isLooking(): boolean {
  return document.visibilityState === 'visible';
}

function watchLooking(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}
