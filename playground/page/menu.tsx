import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { placeMenu, stepTo } from './blocks/menu-place.js';

interface MenuItem {
  readonly label: string;
  readonly choose: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly tabIndex: number;
}

/** A button with three dots and what it opens. Arrows move in it, Escape and a press elsewhere close it. */
export function Menu({ label, items, tabIndex }: MenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!open) return undefined;
    const place = (): void => placeMenu(list.current, button.current);
    list.current?.showPopover();
    place();
    list.current?.querySelector('button')?.focus();
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    if (!open) return;
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (!move(event.key, list.current)) return;
    event.preventDefault();
  };
  return (
    <div
      className="menu"
      onKeyDown={keys}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        tabIndex={tabIndex}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <div ref={list} id={id} popover="manual" role="menu" aria-label={label} className="menu-items">
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.choose();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Whether the key was one that moves in the menu. */
function move(key: string, list: HTMLElement | null): boolean {
  const items = [...(list?.querySelectorAll('button') ?? [])];
  const to = stepTo(
    key,
    items.findIndex((item) => item === document.activeElement),
    items.length,
  );
  if (to === null) return false;
  items[to]?.focus();
  return true;
}
