import type { PageChannel } from '../page-server/protocol.js';
import { ChannelName } from './channel-name.js';

/** A channel's name, topic and bookmarks. */
export function ChannelHeader({ channel }: { readonly channel: PageChannel }) {
  return (
    <div className="channel-head">
      <h2>
        <ChannelName channel={channel} />
        {channel.archived && <span className="channel-archived"> archived</span>}
      </h2>
      {channel.topic !== '' && (
        <p className="channel-topic" title={channel.topic}>
          {channel.topic}
        </p>
      )}
      {channel.bookmarks.length > 0 && (
        <ul className="bookmarks" aria-label="Bookmarks">
          {channel.bookmarks.map(({ title, link }) => (
            <li key={`${title} ${link}`}>
              {/^https?:/.test(link) ? (
                <a href={link} target="_blank" rel="noreferrer noopener">
                  {title}
                </a>
              ) : (
                <span title={link}>{title}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
