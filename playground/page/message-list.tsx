import { Fragment, useCallback, useState, type KeyboardEvent } from 'react';
import type { PagePerson } from '../page-server/protocol.js';
import type { Line } from './conversation.js';
import { useNow } from './blocks/reading.js';
import { Message } from './message.js';
import { dayOf } from './times.js';
import { useStick } from './use-stick.js';

interface MessageListProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly people: ReadonlyMap<string, PagePerson>;
  readonly you: string;
  readonly shortcuts: readonly string[];
  /** What stands where there is no message. */
  readonly empty: string;
}

/** Messages, oldest first. Tab reaches one of them, arrows go from one to the next. */
export function MessageList({ label, lines, people, you, shortcuts, empty }: MessageListProps) {
  const last = lines.at(-1)?.message;
  const stick = useStick(last?.ts ?? '');
  const [chosen, setChosen] = useState<string | null>(null);
  const onActive = useCallback((key: string) => setChosen(key), []);
  const active = lines.some(({ message }) => message.key === chosen) ? chosen : last?.key;
  const missed = missedOf(lines, stick.leftAt, you);
  return (
    <div className="list">
      <div
        ref={stick.scroller}
        className="list-scroll"
        role="log"
        aria-label={label}
        aria-relevant="additions"
        tabIndex={lines.length === 0 ? 0 : -1}
        onScroll={stick.onScroll}
        onKeyDown={walk}
      >
        <div ref={stick.content} className="list-content">
          {lines.length === 0 && <p className="list-empty">{empty}</p>}
          {lines.map(({ message, newDay, compact, replies, lastReply }) => (
            <Fragment key={message.key}>
              {newDay && <Day ts={message.ts} />}
              <Message
                message={message}
                author={people.get(message.author)}
                compact={compact}
                replies={replies}
                lastReply={lastReply}
                shortcuts={shortcuts}
                active={message.key === active}
                onActive={onActive}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {missed > 0 && (
        <button type="button" className="list-missed" onClick={stick.toEnd}>
          {missed === 1 ? '1 new message' : `${missed} new messages`} ↓
        </button>
      )}
    </div>
  );
}

function Day({ ts }: { readonly ts: string }) {
  return <p className="list-day">{dayOf(ts, new Date(useNow()))}</p>;
}

function missedOf(lines: readonly Line[], leftAt: string | null, you: string): number {
  if (leftAt === null) return 0;
  return lines.filter(({ message: { ts, author } }) => Number(ts) > Number(leftAt) && author !== you).length;
}

/** Arrows, Home and End go through the messages while one of them, and nothing inside it, has the keyboard. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const here = event.target;
  if (!(here instanceof HTMLElement) || here.tagName !== 'ARTICLE') return;
  const all = [...event.currentTarget.querySelectorAll('article')];
  const at = all.findIndex((one) => one === here);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  const next = to === undefined ? undefined : all[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
