import type { Interactive } from '../../blocks/elements.js';
import { Button } from './button.js';
import { clean } from './clean.js';
import { Overflow } from './overflow.js';
import type { OnPress } from './press.js';
import { Select } from './select.js';

export interface ElementProps {
  readonly element: Interactive;
  readonly blockId: string;
  readonly onPress: OnPress;
}

/** Something to press or to choose from in a block. */
export function Element({ element, blockId, onPress }: ElementProps) {
  switch (element.type) {
    case 'button':
      return <Button element={element} blockId={blockId} onPress={onPress} />;
    case 'overflow':
      return <Overflow element={element} blockId={blockId} onPress={onPress} />;
    case 'static_select':
      return <Select element={element} blockId={blockId} onPress={onPress} />;
    default:
      return <span className="b-unknown">This kind of element is not drawn here: {clean(element.type)}</span>;
  }
}
