import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Interactive } from '../../blocks/elements.js';
import { placeMenu, stepTo } from './menu-place.js';
import { plainWords } from './plain.js';
import type { OnPress } from './press.js';
import { usePress } from './use-press.js';

export interface OverflowProps {
  readonly element: Extract<Interactive, { type: 'overflow' }>;
  readonly blockId: string;
  readonly onPress: OnPress;
}

/** The menu behind three dots. Arrows move in it, Escape leaves it, and so does a press beside it. */
export function Overflow({ element, blockId, onPress }: OverflowProps) {
  const { press, sending, beside } = usePress({ blockId, element, onPress });
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const follow = (): void => placeMenu(menu.current, button.current);
    window.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [open]);
  const chosen = (value: string): void => {
    menu.current?.hidePopover();
    press(value);
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        className="b-button b-dots"
        popoverTarget={sending ? undefined : id}
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-disabled={sending}
        aria-busy={sending}
      >
        {sending ? <span className="b-spinner" aria-hidden="true" /> : <span aria-hidden="true">⋯</span>}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label="More actions"
        className="b-menu"
        onBeforeToggle={(event) => {
          if (event.newState === 'open') placeMenu(menu.current, button.current);
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={(event) => onMenuKey(event, menu.current)}
      >
        {element.options.map((one) => (
          <button key={one.value} type="button" role="menuitem" tabIndex={-1} onClick={() => chosen(one.value)}>
            {plainWords(one.text)}
            {one.description !== undefined && <span className="b-menu-more">{plainWords(one.description)}</span>}
          </button>
        ))}
      </div>
      {beside}
    </>
  );
}

function onMenuKey(event: KeyboardEvent, menu: HTMLDivElement | null): void {
  event.stopPropagation();
  if (event.key === 'Tab') menu?.hidePopover();
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const next = stepTo(
    event.key,
    items.findIndex((one) => one === document.activeElement),
    items.length,
  );
  if (next === null) return;
  event.preventDefault();
  items[next]?.focus();
}
