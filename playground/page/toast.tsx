import { useEffect } from 'react';

const SHOWN_MS = 8000;

interface ToastProps {
  readonly says: string | null;
  readonly onGone: () => void;
}

/** What went wrong just now, at the foot of the page, for some seconds. */
export function Toast({ says, onGone }: ToastProps) {
  useEffect(() => {
    if (says === null) return undefined;
    const timer = setTimeout(onGone, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [says, onGone]);
  return (
    <div role="alert" className="toast">
      {says !== null && (
        <>
          <span>{says}</span>
          <button type="button" aria-label="Dismiss" onClick={onGone}>
            ✕
          </button>
        </>
      )}
    </div>
  );
}
