import type { PageChannel } from '../page-server/protocol.js';
import { ChannelName } from './channel-name.js';
import type { Unread } from './unread.js';

interface SidebarProps {
  readonly channels: readonly PageChannel[];
  /** The open one's id. */
  readonly open: string;
  readonly unread: (channel: string) => Unread;
  readonly onOpen: (channel: string) => void;
}

/** The conversations: channels, then direct ones. */
export function Sidebar({ channels, open, unread, onOpen }: SidebarProps) {
  const group = (title: string, those: readonly PageChannel[]) =>
    those.length > 0 && (
      <section aria-label={title}>
        <h2>{title}</h2>
        <ul>
          {those.map((channel) => (
            <li key={channel.id}>
              <Entry channel={channel} open={channel.id === open} unread={unread(channel.id)} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <nav id="channels" className="sidebar" aria-label="Channels">
      {group(
        'Channels',
        channels.filter(({ kind }) => kind !== 'im'),
      )}
      {group(
        'Direct messages',
        channels.filter(({ kind }) => kind === 'im'),
      )}
    </nav>
  );
}

interface EntryProps {
  readonly channel: PageChannel;
  readonly open: boolean;
  readonly unread: Unread;
  readonly onOpen: (channel: string) => void;
}

function Entry({ channel, open, unread: { some, mentions }, onOpen }: EntryProps) {
  return (
    <button
      type="button"
      className="sidebar-entry"
      aria-current={open ? 'page' : undefined}
      data-unread={some || mentions > 0 || undefined}
      data-archived={channel.archived || undefined}
      onClick={() => onOpen(channel.id)}
    >
      <span className="sidebar-name">
        <ChannelName channel={channel} />
      </span>
      {some && mentions === 0 && <span className="unseen">, unread</span>}
      {mentions > 0 && (
        <span className="badge">
          <span className="unseen">, </span>
          {mentions}
          <span className="unseen"> for you</span>
        </span>
      )}
    </button>
  );
}
