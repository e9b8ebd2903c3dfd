import type { Interactive } from '../../blocks/elements.js';
import { clean } from './clean.js';
import { plainWords } from './plain.js';
import type { OnPress } from './press.js';
import { safeLink } from './safe-link.js';
import { usePress } from './use-press.js';

export interface ButtonProps {
  readonly element: Extract<Interactive, { type: 'button' }>;
  readonly blockId: string;
  readonly onPress: OnPress;
}

/** A button as Slack draws it. While its press is under way it keeps the focus and takes no other. */
export function Button({ element, blockId, onPress }: ButtonProps) {
  const { press, sending, beside } = usePress({ blockId, element, onPress });
  const label = plainWords(element.text);
  const href = element.url === undefined ? null : safeLink(element.url);
  const shared = {
    className: 'b-button',
    'data-style': element.style,
    'aria-label': element.accessibility_label === undefined ? undefined : clean(element.accessibility_label),
    onClick: () => press(null),
  };
  if (href !== null) {
    return (
      <>
        <a {...shared} href={href} target="_blank" rel="noopener noreferrer">
          {label}
        </a>
        {beside}
      </>
    );
  }
  return (
    <>
      <button type="button" {...shared} aria-disabled={sending} aria-busy={sending}>
        <span className="b-button-label">{label}</span>
        {sending && <span className="b-spinner" aria-hidden="true" />}
      </button>
      {beside}
    </>
  );
}
