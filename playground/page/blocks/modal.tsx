import { useId, type ReactNode } from 'react';
import type { PageAnswer, PageModal } from '../../page-server/protocol.js';
import type { Block } from '../../blocks/schema.js';
import { BlockOf } from './blocks.js';
import { clean } from './clean.js';
import { Dialog } from './dialog.js';
import { FieldOf } from './field.js';
import { fieldKey, isField, valueOf } from './form-values.js';
import { keyed } from './keyed.js';
import { plainWords } from './plain.js';
import type { OnPress } from './press.js';
import { useForm, type FormState } from './use-form.js';

export interface ModalProps {
  readonly modal: PageModal;
  /** Something is under way that it must wait for. */
  readonly busy?: boolean;
  /** Gets the values by block id; nothing that Slack's client refuses by itself comes here. */
  readonly onSubmit: (values: Record<string, string>) => Promise<PageAnswer>;
  readonly onClose: () => void;
  readonly onPress: OnPress;
}

/** An app's modal. Give it the modal's id as `key`: what was typed lives as long as that. */
export function ModalDialog({ modal, busy = false, onSubmit, onClose, onPress }: ModalProps) {
  const id = useId();
  const form = useForm(modal, onSubmit);
  const waits = busy || form.sending;
  const { view } = modal;
  return (
    <Dialog className="b-modal" labelledBy={id} onDismiss={onClose}>
      <form
        ref={form.ref}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!waits) void form.submit();
        }}
      >
        <header className="b-modal-head">
          <h2 id={id} className="b-dialog-title">
            {plainWords(view.title)}
          </h2>
          <button type="button" className="b-close" aria-label="Close" onClick={onClose}>
            <span aria-hidden="true">×</span>
          </button>
        </header>
        <div className="b-modal-body">
          {keyed(view.blocks, keyOf).map(([key, block]) => (
            <InModal key={key} block={block} form={form} onPress={onPress} />
          ))}
        </div>
        <footer className="b-dialog-foot">
          {form.complaint !== null && (
            <p role="alert" className="b-complaint">
              {form.complaint}
            </p>
          )}
          <button type="button" className="b-button" onClick={onClose}>
            {view.close === undefined ? 'Cancel' : plainWords(view.close)}
          </button>
          {view.submit !== undefined && (
            <button type="submit" className="b-button" data-style="primary" aria-disabled={waits} aria-busy={waits}>
              <span className="b-button-label">{plainWords(view.submit)}</span>
              {waits && <span className="b-spinner" aria-hidden="true" />}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

function keyOf(block: Block): string {
  return isField(block) ? fieldKey(block) : block.type;
}

interface InModalProps {
  readonly block: Block;
  readonly form: FormState;
  readonly onPress: OnPress;
}

function InModal({ block, form, onPress }: InModalProps): ReactNode {
  if (isField(block)) {
    return (
      <FieldOf
        field={block}
        value={valueOf(block, form.edits)}
        complaint={form.complaints[block.block_id ?? ''] ?? null}
        onValue={(value) => form.edit(block, value)}
      />
    );
  }
  if (block.type !== 'input') return <BlockOf block={block} onPress={onPress} />;
  return <p className="b-unknown">This kind of field is not drawn here: {clean(block.element.type)}</p>;
}
