import { useState, type ReactNode } from 'react';
import type { Confirm } from '../../blocks/composition.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { complaintOf, type OnPress } from './press.js';

/** What is pressed, and where. */
export interface Pressed {
  readonly blockId: string;
  readonly element: { readonly action_id?: string | undefined; readonly confirm?: Confirm | undefined };
  readonly onPress: OnPress;
}

export interface Presses {
  /** Presses once; does nothing while one is under way. */
  readonly press: (value: string | null) => void;
  readonly sending: boolean;
  /** The question before it and the complaint after it, to stand beside the element; null for neither. */
  readonly beside: ReactNode;
}

type Stage =
  | { readonly is: 'idle' | 'sending' }
  | { readonly is: 'asking'; readonly value: string | null }
  | { readonly is: 'failed'; readonly says: string };

/** A press from the question to the acknowledgement. */
export function usePress({ blockId, element, onPress }: Pressed): Presses {
  const [stage, setStage] = useState<Stage>({ is: 'idle' });
  const send = async (value: string | null, confirmed: boolean): Promise<void> => {
    setStage({ is: 'sending' });
    const says = await complaintOf(() => onPress({ blockId, actionId: element.action_id ?? '', value, confirmed }));
    setStage(says === null ? { is: 'idle' } : { is: 'failed', says });
  };
  const press = (value: string | null): void => {
    if (stage.is === 'sending') return;
    if (element.confirm === undefined) void send(value, false);
    else setStage({ is: 'asking', value });
  };
  const beside = besideOf(stage, element.confirm, send, () => setStage({ is: 'idle' }));
  return { press, sending: stage.is === 'sending', beside };
}

function besideOf(
  stage: Stage,
  confirm: Confirm | undefined,
  send: (value: string | null, confirmed: boolean) => Promise<void>,
  drop: () => void,
): ReactNode {
  if (stage.is === 'failed') {
    return (
      <span role="alert" className="b-complaint">
        {stage.says}
      </span>
    );
  }
  if (stage.is !== 'asking' || confirm === undefined) return null;
  return <ConfirmDialog confirm={confirm} onNo={drop} onYes={() => void send(stage.value, true)} />;
}
