import type { Block } from '../blocks/schema.js';
import type { Directory } from '../directory.js';
import type { Modal } from '../modals.js';
import { choose, isEmpty, untouched, type Choice, type Chosen } from './choice.js';

type InputBlock = Extract<Block, { type: 'input' }>;
type Values = Record<string, Record<string, unknown>>;

/**
 * The state of a modal after a person has filled it in.
 * @param given by block id or by label
 * @throws if Slack would not send it: a field that isn't there, a required one left empty, text too short or too long
 */
export function fillIn(modal: Modal, given: Readonly<Record<string, Choice>>, directory: Directory): Values {
  const inputs = modal.view.blocks.filter((one) => one.type === 'input');
  for (const name of Object.keys(given)) {
    if (inputs.some((one) => isCalled(one, name))) continue;
    throw new Error(`no field "${name}" here, only ${inputs.map((one) => `"${one.label.text}"`).join(', ')}`);
  }
  return Object.fromEntries(inputs.map((block) => [block.block_id ?? '', valueOf(block, given, directory)]));
}

function valueOf(
  block: InputBlock,
  given: Readonly<Record<string, Choice>>,
  directory: Directory,
): Record<string, unknown> {
  const choice = Object.entries(given).find(([name]) => isCalled(block, name))?.[1];
  const chosen = choice === undefined ? untouched(block.element) : choose(block.element, choice, directory);
  const complaint = complaintAbout(block, chosen);
  if (complaint !== undefined) throw new Error(`Slack would not submit this: "${block.label.text}" ${complaint}`);
  const value = isEmpty(chosen) ? untouchedEmpty(chosen) : chosen;
  return { [block.element.action_id ?? '']: { type: block.element.type, ...value } };
}

function complaintAbout(block: InputBlock, chosen: Chosen): string | undefined {
  const { element } = block;
  if (isEmpty(chosen)) return block.optional ? undefined : 'is empty';
  if (element.type !== 'plain_text_input' || typeof chosen['value'] !== 'string') return undefined;
  const { length } = chosen['value'];
  if (length < (element.min_length ?? 0)) return 'is too short';
  return length > (element.max_length ?? 3000) ? 'is too long' : undefined;
}

/** An emptied text field is null, as if it had never been touched. */
function untouchedEmpty(chosen: Chosen): Chosen {
  return chosen['value'] === '' ? { value: null } : chosen;
}

function isCalled(block: InputBlock, name: string): boolean {
  return block.block_id === name || block.label.text === name;
}
