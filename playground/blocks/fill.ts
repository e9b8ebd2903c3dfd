import type { Ids } from '../ids.js';
import type { Interactive } from './elements.js';
import type { Block } from './schema.js';

/** Gives a `block_id` and an `action_id` to whatever the app left without one, as Slack does. */
export function withIds<B extends Block>(blocks: readonly B[], ids: Ids): B[] {
  return blocks.map((block) => fillElements({ ...block, block_id: block.block_id ?? ids.next('') }, ids));
}

function fillElements<B extends Block>(block: B, ids: Ids): B {
  if (block.type === 'actions') return { ...block, elements: block.elements.map((one) => named(one, ids)) };
  if (block.type === 'input') return { ...block, element: named(block.element, ids) };
  if (block.type !== 'section' || block.accessory === undefined || block.accessory.type === 'image') return block;
  return { ...block, accessory: named(block.accessory, ids) };
}

function named<E extends Interactive>(element: E, ids: Ids): E {
  return { ...element, action_id: element.action_id ?? ids.next('') };
}
