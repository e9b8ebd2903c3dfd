import type { PageMessage } from '../page-server/protocol.js';
import { useActions } from './actions.js';
import { useReader } from './blocks/reading.js';
import { Menu } from './menu.js';

interface MessageToolsProps {
  readonly message: PageMessage;
  readonly shortcuts: readonly string[];
  /** The tab key gets here; in a long list it does so for one message only. */
  readonly reachable: boolean;
}

const PIN = 'pushpin';

/** What can be done with a message: pin it, answer in its thread, and the app's shortcuts. */
export function MessageTools({ message, shortcuts, reachable }: MessageToolsProps) {
  const { tell, openThread } = useActions();
  const { you } = useReader();
  const pinned = message.reactions[PIN]?.includes(you) === true;
  const tabIndex = reachable ? 0 : -1;
  const items = [
    { label: 'Reply in thread', choose: () => openThread(message) },
    ...shortcuts.map((name) => ({ label: name, choose: () => tell({ do: 'shortcut', key: message.key, name }) })),
  ];
  return (
    <div className="tools">
      <button
        type="button"
        tabIndex={tabIndex}
        aria-pressed={pinned}
        aria-label="React with 📌"
        title="React with 📌"
        onClick={() => tell({ do: pinned ? 'unreact' : 'react', key: message.key, emoji: PIN })}
      >
        📌
      </button>
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label="Reply in thread"
        title="Reply in thread"
        onClick={() => openThread(message)}
      >
        💬
      </button>
      <Menu label="Message menu" items={items} tabIndex={tabIndex} />
    </div>
  );
}
