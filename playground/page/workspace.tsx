import { useCallback, useMemo, useState, type MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import type { PageDeed, PageMessage, PageState } from '../page-server/protocol.js';
import { Acts, type Actions } from './actions.js';
import { Reading } from './blocks/reading.js';
import { Layout } from './layout.js';
import { spotOf } from './permalink.js';
import { rememberPerson } from './person-in-url.js';
import { channelOf, focusPlace, placeOf, showMessage, type Place } from './places.js';
import type { Store } from './store.js';
import { Toast } from './toast.js';
import { TopModal } from './top-modal.js';
import type { TourPlace } from './tour-step.js';
import { useReads } from './use-reads.js';

interface WorkspaceProps {
  readonly store: Store;
  readonly state: PageState;
}

const WIDE = '(min-width: 1100px)';

/** The workspace as one person sees it, and what is open of it. */
export function Workspace({ store, state }: WorkspaceProps) {
  const [place, go] = useState<Place>({ channel: null, thread: null });
  const [says, say] = useState<string | null>(null);
  const [panelOpen, showPanel] = useState(wide);
  const [channelsOpen, showChannels] = useState(false);
  const forget = useCallback(() => say(null), []);
  const channel = channelOf(state, place);
  const unread = useReads(state, channel?.id ?? null);
  const actions = useActionsOf(store, say, go);

  const be = (name: string): void => {
    rememberPerson(name);
    store.be(name);
  };
  const goTo = (wanted: TourPlace): void => {
    flushSync(() => {
      go(placeOf(state, wanted, place));
      showChannels(false);
      if (wanted === 'panel') showPanel(true);
      else if (!wide()) showPanel(false);
    });
    focusPlace(wanted);
  };
  /** Links to messages of this workspace are followed on the page. */
  const follow = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const spot = link === null ? null : spotOf(link.href);
    if (spot === null || !state.channels.some(({ id }) => id === spot.channel)) return;
    event.preventDefault();
    flushSync(() => go({ channel: spot.channel, thread: spot.threadTs === spot.ts ? null : spot.threadTs }));
    showMessage(spot.ts, 'center');
  };
  return (
    <Acts value={actions}>
      <Reading people={state.people} groups={state.groups} channels={state.channels} you={state.you.id}>
        <div className="page" onClickCapture={follow}>
          <Layout
            state={state}
            channel={channel}
            thread={channel?.id === place.channel ? place.thread : null}
            unread={unread}
            channelsOpen={channelsOpen}
            panelOpen={panelOpen}
            onBe={be}
            onGo={goTo}
            onOpen={(id) => {
              go({ channel: id, thread: null });
              showChannels(false);
            }}
            onCloseThread={() => {
              const root = place.thread;
              flushSync(() => go({ channel: channel?.id ?? null, thread: null }));
              if (root !== null) showMessage(root, 'nearest');
            }}
            onChannels={(open) => {
              flushSync(() => showChannels(open));
              document.querySelector<HTMLElement>(open ? '.sidebar [aria-current]' : '.top-channels')?.focus();
              if (open && !wide()) showPanel(false);
            }}
            onPanel={(open) => {
              showPanel(open);
              if (open) showChannels(false);
            }}
          />
          <TopModal modals={state.modals} />
        </div>
        <Toast says={says} onGone={forget} />
      </Reading>
    </Acts>
  );
}

/** Whether the panel has room beside the messages. */
function wide(): boolean {
  return matchMedia(WIDE).matches;
}

function useActionsOf(store: Store, say: (says: string | null) => void, go: (place: Place) => void): Actions {
  return useMemo(
    () => ({
      do: (deed: PageDeed) => store.do(deed),
      tell: (deed: PageDeed) =>
        void store.do(deed).then((answer) => {
          if (!answer.ok) say(answer.says);
        }),
      openThread: ({ channel, ts, threadTs }: PageMessage) => go({ channel, thread: threadTs ?? ts }),
      drafts: new Map<string, string>(),
    }),
    [store, say, go],
  );
}
