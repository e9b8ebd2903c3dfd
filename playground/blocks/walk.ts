import type { Interactive } from './elements.js';
import type { Block } from './schema.js';

/** Something to press, choose or fill in, and the block it stands in. */
export interface Placed {
  readonly blockId: string | undefined;
  readonly element: Interactive;
}

/** Everything interactive in these blocks, in reading order. */
export function interactives(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block) => elementsOf(block).map((element) => ({ blockId: block.block_id, element })));
}

function elementsOf(block: Block): readonly Interactive[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  if (block.type !== 'section' || block.accessory === undefined || block.accessory.type === 'image') return [];
  return [block.accessory];
}
