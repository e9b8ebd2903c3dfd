import { useMemo } from 'react';
import type { PageChannel, PagePerson, PageState } from '../page-server/protocol.js';
import { ChannelHeader } from './channel-header.js';
import { nameOf } from './channel-name.js';
import { Composer } from './composer.js';
import { channelLines } from './conversation.js';
import { MessageList } from './message-list.js';

interface ChannelProps {
  readonly state: PageState;
  readonly channel: PageChannel;
  readonly people: ReadonlyMap<string, PagePerson>;
}

/** One conversation: its head, its messages, and where one types. */
export function Channel({ state: { messages, you, shortcuts, commands }, channel, people }: ChannelProps) {
  const lines = useMemo(() => channelLines(messages, channel.id), [messages, channel.id]);
  const name = nameOf(channel);
  return (
    <main className="channel">
      <ChannelHeader channel={channel} />
      <div className="channel-messages" data-place="messages">
        <MessageList
          key={channel.id}
          label={`Messages in ${name}`}
          lines={lines}
          people={people}
          you={you.id}
          shortcuts={shortcuts}
          empty="Nothing was said here yet."
        />
      </div>
      {channel.archived ? (
        <p className="channel-closed">This channel is archived. Nothing can be said here.</p>
      ) : (
        <Composer
          key={`${you.id}/${channel.id}`}
          label={`Message ${name}`}
          channel={channel.id}
          threadTs={null}
          you={you.id}
          commands={commands}
        />
      )}
    </main>
  );
}
