import { useState } from 'react';
import type { Interactive } from '../../blocks/elements.js';
import { plainWords } from './plain.js';
import type { OnPress } from './press.js';
import { usePress } from './use-press.js';

export type StaticSelect = Extract<Interactive, { type: 'static_select' }>;

export interface SelectProps {
  readonly element: StaticSelect;
  readonly blockId: string;
  readonly onPress: OnPress;
}

/** A menu to choose from in a message: what is chosen is sent at once. */
export function Select({ element, blockId, onPress }: SelectProps) {
  const { press, sending, beside } = usePress({ blockId, element, onPress });
  const [value, setValue] = useState(element.initial_option?.value ?? '');
  return (
    <>
      <select
        className="b-select"
        aria-label={placeholderOf(element)}
        aria-busy={sending}
        value={value}
        onChange={({ target }) => {
          setValue(target.value);
          press(target.value);
        }}
      >
        <Options element={element} />
      </select>
      {beside}
    </>
  );
}

/** The choices of a menu; an empty one on top as long as nothing was chosen from the beginning. */
export function Options({ element }: { readonly element: StaticSelect }) {
  return (
    <>
      {element.initial_option === undefined && <option value="">{placeholderOf(element)}</option>}
      {(element.options ?? []).map((one) => (
        <option key={one.value} value={one.value}>
          {plainWords(one.text)}
        </option>
      ))}
      {(element.option_groups ?? []).map((group, index) => (
        <optgroup key={index} label={plainWords(group.label)}>
          {group.options.map((one) => (
            <option key={one.value} value={one.value}>
              {plainWords(one.text)}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

function placeholderOf({ placeholder }: StaticSelect): string {
  return placeholder === undefined ? 'Select an option' : plainWords(placeholder);
}
