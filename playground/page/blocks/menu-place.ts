const LINE = 40;
const WIDEST = 320;
const GAP = 4;

/** Which line of a menu a key leads to from line `at` (-1 for none) of `count`; null for keys that lead nowhere. */
export function stepTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return at <= 0 ? count - 1 : at - 1;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

/** Puts a menu below what opens it, or above where there is no room; its width is not known before it is shown. */
export function placeMenu(menu: HTMLElement | null, opener: HTMLElement | null): void {
  if (menu === null || opener === null) return;
  const { top, bottom, left, right } = opener.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const high = menu.childElementCount * LINE;
  const below = bottom + GAP + high <= clientHeight || top < high;
  menu.style.top = below ? `${bottom + GAP}px` : 'auto';
  menu.style.bottom = below ? 'auto' : `${clientHeight - top + GAP}px`;
  menu.style.left = right < WIDEST ? `${Math.max(GAP, left)}px` : 'auto';
  menu.style.right = right < WIDEST ? 'auto' : `${clientWidth - right}px`;
}
