import type { PageMessage } from '../page-server/protocol.js';
import { useActions } from './actions.js';
import { emojiOf } from './blocks/emoji.js';
import { useReader } from './blocks/reading.js';

/** The emoji under a message: pressing one joins in, or takes one's own back. */
export function Reactions({ message }: { readonly message: PageMessage }) {
  const { tell } = useActions();
  const reader = useReader();
  const reactions = Object.entries(message.reactions);
  if (reactions.length === 0) return null;
  return (
    <div className="reactions" role="group" aria-label="Reactions">
      {reactions.map(([emoji, people]) => {
        const own = people.includes(reader.you);
        const who = people.map((id) => (id === reader.you ? 'you' : reader.person(id))).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={own}
            aria-label={`${emoji}, ${people.length}: ${who}`}
            title={`:${emoji}: ${who}`}
            onClick={() => tell({ do: own ? 'unreact' : 'react', key: message.key, emoji })}
          >
            <span aria-hidden="true">{emojiOf(emoji) ?? `:${emoji}:`}</span> {people.length}
          </button>
        );
      })}
    </div>
  );
}
