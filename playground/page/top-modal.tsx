import { useActions } from './actions.js';
import { ModalDialog } from './blocks/modal.js';
import type { PageModal } from '../page-server/protocol.js';

/** The topmost modal of this person's screen; nothing where none is open. */
export function TopModal({ modals }: { readonly modals: readonly PageModal[] }) {
  const { do: act, tell } = useActions();
  const modal = modals.at(-1);
  if (modal === undefined) return null;
  const { id } = modal;
  return (
    <ModalDialog
      key={id}
      modal={modal}
      busy={false}
      onSubmit={(values) => act({ do: 'submit', modal: id, values })}
      onClose={() => tell({ do: 'close', modal: id })}
      onPress={(press) => act({ do: 'press', key: id, ...press })}
    />
  );
}
