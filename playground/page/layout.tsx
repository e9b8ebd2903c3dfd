import { useMemo, type KeyboardEvent } from 'react';
import type { PageChannel, PageState } from '../page-server/protocol.js';
import { useActions } from './actions.js';
import { Channel } from './channel.js';
import { Panel } from './panel.js';
import { Sidebar } from './sidebar.js';
import { Thread } from './thread.js';
import { TopBar } from './top-bar.js';
import { Tour } from './tour.js';
import type { TourPlace } from './tour-step.js';
import type { Unread } from './unread.js';

interface LayoutProps {
  readonly state: PageState;
  /** The open one; null where this person is in none. */
  readonly channel: PageChannel | null;
  /** The open thread's root; null for none. */
  readonly thread: string | null;
  readonly unread: (channel: string) => Unread;
  readonly channelsOpen: boolean;
  readonly panelOpen: boolean;
  readonly onBe: (name: string) => void;
  readonly onGo: (place: TourPlace) => void;
  readonly onOpen: (channel: string) => void;
  readonly onCloseThread: () => void;
  readonly onChannels: (open: boolean) => void;
  readonly onPanel: (open: boolean) => void;
}

/** Head; channels, messages, thread and panel beside each other, or over each other where there is little room. */
export function Layout(props: LayoutProps) {
  const { state, channel, thread, unread, channelsOpen, panelOpen } = props;
  const { onBe, onGo, onOpen, onCloseThread, onChannels, onPanel } = props;
  const { tell } = useActions();
  const people = useMemo(() => new Map(state.people.map((one) => [one.id, one])), [state.people]);
  const putAway = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape' && channelsOpen) onChannels(false);
  };
  return (
    <>
      <Skips />
      <TopBar
        state={state}
        channelsOpen={channelsOpen}
        panelOpen={panelOpen}
        onBe={onBe}
        onChannels={() => onChannels(!channelsOpen)}
        onPanel={() => onPanel(!panelOpen)}
      >
        <Tour state={state} onGo={onGo} />
      </TopBar>
      <div className="columns" data-thread={thread !== null || undefined}>
        <div className="column-channels" data-open={channelsOpen || undefined} onKeyDown={putAway}>
          <Sidebar channels={state.channels} open={channel?.id ?? ''} unread={unread} onOpen={onOpen} />
        </div>
        {channelsOpen && <div className="veil" onClick={() => onChannels(false)} />}
        {channel === null ? (
          <main className="channel">You are in no channel.</main>
        ) : (
          <Channel state={state} channel={channel} people={people} />
        )}
        {channel !== null && thread !== null && (
          <Thread state={state} channel={channel} root={thread} people={people} onClose={onCloseThread} />
        )}
        <div id="panel" className="column-panel" data-open={panelOpen || undefined}>
          <button type="button" className="column-close" aria-label="Close the stack" onClick={() => onPanel(false)}>
            ✕
          </button>
          <Panel panel={state.panel} missing={state.missing} onDeed={tell} />
        </div>
      </div>
    </>
  );
}

/** For the keyboard: past the head and the lists. */
function Skips() {
  const to = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.focus();
  return (
    <div className="skips">
      <button type="button" onClick={to('.channel .composer textarea')}>
        Skip to the message field
      </button>
      <button type="button" onClick={to('.channel article[tabindex="0"]')}>
        Skip to the messages
      </button>
    </div>
  );
}
