import { useEffect, useRef, useState, type RefObject } from 'react';
import type { PageAnswer, PageModal } from '../../page-server/protocol.js';
import { complaintsAbout, fieldKey, valuesOf, type Complaints, type Edits, type Field } from './form-values.js';
import { complaintOf } from './press.js';

/** A modal while somebody fills it in. */
export interface FormState {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly edits: Edits;
  /** Under the fields, by block id. */
  readonly complaints: Complaints;
  /** About the whole; null for none. */
  readonly complaint: string | null;
  readonly sending: boolean;
  readonly edit: (field: Field, value: string) => void;
  /** Sends what stands in it, unless Slack's client would not. */
  readonly submit: () => Promise<void>;
}

const NONE: Complaints = {};

/** Keeps what was typed while the app changes the modal, and leads to the first field that is wrong. */
export function useForm(
  modal: PageModal,
  onSubmit: (values: Record<string, string>) => Promise<PageAnswer>,
): FormState {
  const ref = useRef<HTMLFormElement>(null);
  const [edits, setEdits] = useState<Edits>({});
  const [own, setOwn] = useState(NONE);
  /** Complaints of the app that were answered by typing. */
  const [settled, setSettled] = useState(NONE);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const apps = without(modal.errors, settled);
  const complaints = { ...apps, ...own };
  const wrong = JSON.stringify(modal.errors);
  useEffect(() => {
    if (attempts > 0) focusOn(ref.current?.querySelector('[aria-invalid=true]'));
  }, [attempts, wrong]);
  useEffect(() => {
    focusOn(ref.current?.querySelector('[data-first]') ?? ref.current?.querySelector('[data-field]'));
  }, []);

  const edit = (field: Field, value: string): void => {
    const block = field.block_id ?? '';
    setEdits((before) => ({ ...before, [fieldKey(field)]: value }));
    setOwn((before) => without(before, { [block]: before[block] ?? '' }));
    setSettled((before) => ({ ...before, [block]: modal.errors[block] ?? '' }));
  };
  const submit = async (): Promise<void> => {
    const found = complaintsAbout(modal.view, edits);
    setOwn(found);
    setComplaint(null);
    if (Object.keys(found).length === 0) {
      setSending(true);
      const says = await complaintOf(() => onSubmit(valuesOf(modal.view, edits)));
      setSettled(NONE);
      setComplaint(says);
      setSending(false);
    }
    setAttempts((before) => before + 1);
  };
  return { ref, edits, complaints, complaint, sending, edit, submit };
}

function without(errors: Complaints, settled: Complaints): Complaints {
  return Object.fromEntries(Object.entries(errors).filter(([block, says]) => settled[block] !== says));
}

function focusOn(element: Element | null | undefined): void {
  if (element instanceof HTMLElement) element.focus();
}
