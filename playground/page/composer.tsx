import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { PageState } from '../page-server/protocol.js';
import { useActions } from './actions.js';
import { CommandHint, CommandList } from './command-list.js';
import { begun, offered } from './slash.js';

interface ComposerProps {
  /** What the field is called, and says while it is empty. */
  readonly label: string;
  readonly channel: string;
  /** The thread it answers in; null for the channel itself. */
  readonly threadTs: string | null;
  readonly you: string;
  readonly commands: PageState['commands'];
}

const LONGEST_PASTE = 40_000;

/** Where one types: Enter sends, Shift and Enter starts a line, `/` offers the commands. */
export function Composer({ label, channel, threadTs, you, commands }: ComposerProps) {
  const { do: act, drafts } = useActions();
  const place = `${you}/${channel}/${threadTs ?? ''}`;
  const [text, setText] = useState(drafts.get(place) ?? '');
  const [complaint, complain] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const wrong = useId();

  const choices = dismissed || threadTs !== null ? [] : offered(text, commands);
  const chosen = choices.length === 0 ? -1 : Math.min(at, choices.length - 1);
  const write = (next: string): void => {
    drafts.set(place, next);
    setText(next);
    setAt(0);
    setDismissed(false);
  };
  const complete = (index: number): void => {
    const choice = choices[index];
    if (choice !== undefined) write(`${choice.command} `);
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    write('');
    complain(null);
    const command = threadTs === null && text.startsWith('/');
    const answer = await act(
      command ? { do: 'command', channel, line: text.trimEnd() } : { do: 'say', channel, text, threadTs },
    );
    if (answer.ok) return;
    complain(answer.says);
    // What could not be sent comes back, unless something else is being typed by now.
    if ((drafts.get(place) ?? '') === '') write(text);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (chosen >= 0 && step !== undefined) setAt((chosen + step + choices.length) % choices.length);
    else if (chosen >= 0 && event.key === 'Escape') setDismissed(true);
    else if (chosen >= 0 && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) complete(chosen);
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const paste = (event: ClipboardEvent): void => {
    const { length } = event.clipboardData.getData('text');
    if (length + text.length <= LONGEST_PASTE) return;
    event.preventDefault();
    complain(`Too long: Slack takes ${LONGEST_PASTE.toLocaleString()} characters. Nothing was pasted.`);
  };
  const current = threadTs === null ? begun(text, commands) : null;
  return (
    <form
      className="composer"
      data-place={threadTs === null ? 'composer' : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {chosen >= 0 && <CommandList id={list} choices={choices} chosen={chosen} onChoose={complete} />}
      {chosen < 0 && current !== null && <CommandHint command={current} />}
      <div className="composer-field">
        <textarea
          ref={field}
          aria-label={label}
          placeholder={label}
          rows={1}
          value={text}
          spellCheck={!text.startsWith('/')}
          aria-autocomplete="list"
          aria-controls={chosen >= 0 ? list : undefined}
          aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
          aria-invalid={complaint !== null}
          aria-describedby={complaint === null ? undefined : wrong}
          onChange={({ target }) => write(target.value)}
          onKeyDown={keys}
          onPaste={paste}
        />
        <button type="submit" aria-label="Send" title="Send" aria-disabled={text.trim() === ''}>
          ➤
        </button>
      </div>
      <p id={wrong} role="alert" className="composer-complaint">
        {complaint}
      </p>
    </form>
  );
}
