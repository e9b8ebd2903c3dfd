import { memo, useCallback } from 'react';
import type { PageMessage, PagePerson } from '../page-server/protocol.js';
import { useActions } from './actions.js';
import { Avatar } from './avatar.js';
import { Blocks } from './blocks/blocks.js';
import { Files } from './blocks/files.js';
import { Mrkdwn } from './blocks/mrkdwn.js';
import type { Press } from './blocks/press.js';
import { MessageTools } from './message-tools.js';
import { calledOf } from './people.js';
import { Reactions } from './reactions.js';
import { clockOf, momentOf } from './times.js';

interface MessageProps {
  readonly message: PageMessage;
  readonly author: PagePerson | undefined;
  readonly compact: boolean;
  readonly replies: number;
  readonly lastReply: string | null;
  readonly shortcuts: readonly string[];
  /** The one of the list that the tab key reaches. */
  readonly active: boolean;
  readonly onActive: (key: string) => void;
}

/** One message, as this person sees it. Drawn again only when it changed. */
export const Message = memo(function Message(props: MessageProps) {
  const { message, author, compact, replies, lastReply, shortcuts, active, onActive } = props;
  return (
    <article
      className="message"
      aria-label={`${calledOf(author)} at ${clockOf(message.ts)}`}
      data-key={message.key}
      data-ts={message.ts}
      data-compact={compact || undefined}
      data-ephemeral={message.ephemeral || undefined}
      data-notifies={message.notifies || undefined}
      tabIndex={active ? 0 : -1}
      onFocus={() => onActive(message.key)}
    >
      {message.ephemeral && <p className="message-only">Only visible to you</p>}
      {compact ? null : <Avatar person={author} />}
      <div className="message-body">
        {compact ? null : <Head message={message} author={author} />}
        <Content message={message} />
        {message.edited && <span className="message-edited">(edited)</span>}
        <Files files={message.files} />
        <Reactions message={message} />
        {replies > 0 && <Replies message={message} count={replies} last={lastReply} />}
      </div>
      {!message.ephemeral && <MessageTools message={message} shortcuts={shortcuts} reachable={active} />}
    </article>
  );
});

function Head({ message, author }: Pick<MessageProps, 'message' | 'author'>) {
  return (
    <div className="message-head">
      <strong>{calledOf(author)}</strong>
      {author?.bot === true && <span className="message-app">APP</span>}
      <time dateTime={new Date(Number(message.ts) * 1000).toISOString()} title={momentOf(message.ts)}>
        {clockOf(message.ts)}
      </time>
    </div>
  );
}

/** Its blocks; its text only where it has none, as in Slack. */
function Content({ message }: { readonly message: PageMessage }) {
  const actions = useActions();
  const { key } = message;
  const press = useCallback((one: Press) => actions.do({ do: 'press', key, ...one }), [actions, key]);
  if (message.blocks.length > 0) return <Blocks blocks={message.blocks} onPress={press} />;
  return message.text === '' ? null : (
    <div className="message-text">
      <Mrkdwn text={message.text} />
    </div>
  );
}

interface RepliesProps {
  readonly message: PageMessage;
  readonly count: number;
  readonly last: string | null;
}

function Replies({ message, count, last }: RepliesProps) {
  const { openThread } = useActions();
  return (
    <div className="message-replies">
      <button type="button" onClick={() => openThread(message)}>
        {count} {count === 1 ? 'reply' : 'replies'}
      </button>
      {last !== null && <span>last at {clockOf(last)}</span>}
    </div>
  );
}
