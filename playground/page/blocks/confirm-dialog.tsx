import { useId } from 'react';
import type { Confirm } from '../../blocks/composition.js';
import { Dialog } from './dialog.js';
import { plainWords, TextOf } from './plain.js';

export interface ConfirmProps {
  readonly confirm: Confirm;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The question in front of a deed. The words are the app's, or those Slack has where it gave none. */
export function ConfirmDialog({ confirm, onYes, onNo }: ConfirmProps) {
  const id = useId();
  return (
    <Dialog className="b-confirm" labelledBy={`${id}-title`} describedBy={`${id}-text`} onDismiss={onNo}>
      <h2 id={`${id}-title`} className="b-dialog-title">
        {confirm.title === undefined ? 'Are you sure?' : plainWords(confirm.title)}
      </h2>
      <div id={`${id}-text`} className="b-confirm-text">
        <TextOf text={confirm.text} />
      </div>
      <div className="b-dialog-foot">
        <button type="button" className="b-button" onClick={onNo}>
          {confirm.deny === undefined ? 'Cancel' : plainWords(confirm.deny)}
        </button>
        <button type="button" className="b-button" data-style={confirm.style ?? 'primary'} onClick={onYes}>
          {confirm.confirm === undefined ? 'Yes' : plainWords(confirm.confirm)}
        </button>
      </div>
    </Dialog>
  );
}
