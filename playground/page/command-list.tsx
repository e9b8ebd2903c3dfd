import type { SlashCommand } from './slash.js';

interface CommandListProps {
  readonly id: string;
  readonly choices: readonly SlashCommand[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** The commands that can be meant, above the field. The keyboard stays in the field. */
export function CommandList({ id, choices, chosen, onChoose }: CommandListProps) {
  return (
    <div className="commands">
      <div id={id} role="listbox" aria-label="Commands">
        {choices.map(({ command, description, hint }, index) => (
          <div
            key={command}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            // Before the field loses the keyboard to the press.
            onMouseDown={(event) => {
              event.preventDefault();
              onChoose(index);
            }}
          >
            <strong>{command}</strong> <span className="commands-hint">{hint}</span>
            <span className="commands-says">{description}</span>
          </div>
        ))}
      </div>
      <p className="commands-keys">↑ ↓ to choose, Enter to take it, Esc to leave</p>
    </div>
  );
}

/** How the command goes on, while it is typed. */
export function CommandHint({ command: { command, hint, description } }: { readonly command: SlashCommand }) {
  return (
    <div className="commands">
      <strong>{command}</strong> <span className="commands-hint">{hint}</span>
      <span className="commands-says">{description}</span>
    </div>
  );
}
