import type { Interactive } from '../blocks/elements.js';
import type { Block } from '../blocks/schema.js';
import { interactives } from '../blocks/walk.js';
import type { Modal } from '../modals.js';
import type { Message } from '../model.js';
import { optionsOf } from './choice.js';

/** What can be pressed: a message (ephemeral ones too) or a modal. */
export type Target = Message | Modal;

/** By what a person sees, or by the app's own name for it, within one block where several have it. */
export type Which = string | { readonly actionId: string; readonly blockId?: string };

/** An element to press, with the id of its block. */
export interface Aim {
  readonly blockId: string;
  readonly element: Interactive;
}

export function isModal(target: Target): target is Modal {
  return 'view' in target;
}

export function blocksOf(target: Target): readonly Block[] {
  return isModal(target) ? target.view.blocks : target.blocks;
}

/**
 * Finds one element: a button by its label, a menu by its placeholder, an overflow menu by one of its choices.
 * @throws if there is none or more than one, naming what there is
 */
export function aimAt(target: Target, which: Which): Aim {
  const all = interactives(blocksOf(target));
  const hits = all.filter(({ element, blockId }) =>
    typeof which === 'string'
      ? namesOf(element).includes(which)
      : element.action_id === which.actionId && (which.blockId ?? blockId) === blockId,
  );
  const [hit] = hits;
  const wanted = typeof which === 'string' ? `"${which}"` : `action_id ${which.actionId}`;
  if (hit === undefined) throw new Error(`there is no ${wanted} to press here, only ${inventory(all)}`);
  if (hits.length > 1) throw new Error(`there are ${hits.length} of ${wanted} here: ${inventory(all)}`);
  return { blockId: hit.blockId ?? '', element: hit.element };
}

function namesOf(element: Interactive): string[] {
  if (element.type === 'button') return [element.text.text];
  if (element.type === 'overflow') return optionsOf(element).map((one) => one.text.text);
  return 'placeholder' in element && element.placeholder !== undefined ? [element.placeholder.text] : [];
}

function inventory(all: readonly { element: Interactive }[]): string {
  if (all.length === 0) return 'nothing';
  return all
    .map(({ element }) => `${element.type} ${namesOf(element).join('/')} (${element.action_id ?? ''})`)
    .join(', ');
}
