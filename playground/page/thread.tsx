import { useEffect, useMemo, useRef } from 'react';
import type { PageChannel, PagePerson, PageState } from '../page-server/protocol.js';
import { nameOf } from './channel-name.js';
import { Composer } from './composer.js';
import { threadLines } from './conversation.js';
import { MessageList } from './message-list.js';

interface ThreadProps {
  readonly state: PageState;
  readonly channel: PageChannel;
  /** The ts of the message it hangs from. */
  readonly root: string;
  readonly people: ReadonlyMap<string, PagePerson>;
  readonly onClose: () => void;
}

/** A thread beside its channel. Escape closes it. */
export function Thread({ state, channel, root, people, onClose }: ThreadProps) {
  const { messages, you, shortcuts, commands } = state;
  const lines = useMemo(() => threadLines(messages, channel.id, root), [messages, channel.id, root]);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), [root]);
  return (
    <aside
      className="thread"
      aria-label="Thread"
      data-place="thread"
      onKeyDown={({ key, target }) => {
        const inDialog = target instanceof Element && target.closest('dialog') !== null;
        if (key === 'Escape' && !inDialog) onClose();
      }}
    >
      <div className="thread-head">
        <h2>
          Thread <span>{nameOf(channel)}</span>
        </h2>
        <button ref={close} type="button" aria-label="Close thread" title="Close thread" onClick={onClose}>
          ✕
        </button>
      </div>
      <MessageList
        key={root}
        label="Messages in the thread"
        lines={lines}
        people={people}
        you={you.id}
        shortcuts={shortcuts}
        empty="The message of this thread is gone."
      />
      {!channel.archived && (
        <Composer
          key={`${you.id}/${root}`}
          label="Reply in thread"
          channel={channel.id}
          threadTs={root}
          you={you.id}
          commands={commands}
        />
      )}
    </aside>
  );
}
