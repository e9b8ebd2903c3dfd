import { useLayoutEffect, useRef, type ReactNode } from 'react';

export interface DialogProps {
  /** Ids of the elements that name and describe it. */
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly className: string;
  /** Escape. */
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}

/** A window over the page that keeps the focus while it is there and gives it back afterwards. */
export function Dialog({ labelledBy, describedBy, className, onDismiss, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  useLayoutEffect(() => {
    const dialog = ref.current;
    gone.current = false;
    dialog?.showModal();
    // On none of its buttons: a key that is still held down must not answer.
    dialog?.focus();
    // Before it leaves the page: only a dialog that is closed gives the focus back.
    return () => {
      gone.current = true;
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={`b-dialog ${className}`}
      tabIndex={-1}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault();
        onDismiss();
      }}
      onClose={() => {
        // A browser may close it by itself at the second Escape.
        if (!gone.current) onDismiss();
      }}
      onKeyDown={(event) => {
        // What Escape means to the page behind does not count here.
        event.stopPropagation();
      }}
    >
      {children}
    </dialog>
  );
}
