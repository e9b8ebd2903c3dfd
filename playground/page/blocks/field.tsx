import { useId, type KeyboardEvent } from 'react';
import { leftToWrite, type Field } from './form-values.js';
import { plainWords } from './plain.js';
import { Options } from './select.js';

export interface FieldProps {
  readonly field: Field;
  readonly value: string;
  /** What is wrong with it; null for nothing. */
  readonly complaint: string | null;
  readonly onValue: (value: string) => void;
}

/** One question of a modal: its label, what is typed or chosen, the hint, and what is wrong with it. */
export function FieldOf({ field, value, complaint, onValue }: FieldProps) {
  const id = useId();
  const left = leftToWrite(field, value);
  const said = { error: complaint !== null, hint: field.hint !== undefined, left: left !== null };
  const described = Object.entries(said).flatMap(([part, is]) => (is ? [`${id}-${part}`] : []));
  return (
    <div className="b-field">
      <label className="b-label" htmlFor={id}>
        {plainWords(field.label)}
        {field.optional && <span className="b-optional"> (optional)</span>}
      </label>
      <Control id={id} field={field} value={value} wrong={said.error} described={described} onValue={onValue} />
      {left !== null && (
        <span id={`${id}-left`} className={left < 0 ? 'b-left b-left-over' : 'b-left'}>
          <span aria-hidden="true">{left}</span>
          <span className="b-unseen">{left < 0 ? `${-left} characters too many` : `${left} characters left`}</span>
        </span>
      )}
      {complaint !== null && (
        <p id={`${id}-error`} className="b-error" role="alert">
          {complaint}
        </p>
      )}
      {field.hint !== undefined && (
        <p id={`${id}-hint`} className="b-hint">
          {plainWords(field.hint)}
        </p>
      )}
    </div>
  );
}

interface ControlProps extends Pick<FieldProps, 'field' | 'value' | 'onValue'> {
  readonly id: string;
  readonly wrong: boolean;
  readonly described: readonly string[];
}

function Control({ id, field, value, wrong, described, onValue }: ControlProps) {
  const { element } = field;
  const shared = {
    id,
    value,
    'aria-invalid': wrong,
    'aria-required': !field.optional,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'data-field': field.block_id,
    'data-first': element.focus_on_load === true ? 'true' : undefined,
    onChange: ({ target }: { target: { value: string } }) => onValue(target.value),
  };
  if (element.type === 'static_select') {
    return (
      <select className="b-select b-wide" {...shared}>
        <Options element={element} />
      </select>
    );
  }
  const text = {
    ...shared,
    placeholder: element.placeholder === undefined ? undefined : plainWords(element.placeholder),
  };
  if (element.multiline === true)
    return <textarea className="b-input" rows={4} {...text} onKeyDown={submitOnControlEnter} />;
  return <input className="b-input" type="text" autoComplete="off" {...text} />;
}

/** In a field of many lines Enter is a new line; with Ctrl or ⌘ it submits. */
function submitOnControlEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
