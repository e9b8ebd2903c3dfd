import { useEffect, useState } from 'react';

type Theme = 'light' | 'dark';
const KEY = 'playground-theme';

/** Dark or light: as the browser has it until it is pressed, then as chosen. */
export function ThemeSwitch() {
  const [chosen, choose] = useState(recalled);
  const theme = chosen ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  useEffect(() => {
    if (chosen !== null) document.documentElement.dataset['theme'] = chosen;
  }, [chosen]);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      aria-label={`Switch to ${other}`}
      title={`Switch to ${other}`}
      onClick={() => {
        keep(other);
        choose(other);
      }}
    >
      {other === 'dark' ? '🌙' : '☀️'}
    </button>
  );
}

/** Browsers may forbid a page to keep anything. */
function recalled(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : null;
  } catch {
    return null;
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // See `recalled`.
  }
}
