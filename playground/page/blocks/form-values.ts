import type { Block, View } from '../../blocks/schema.js';

export type InputBlock = Extract<Block, { type: 'input' }>;
type Element = InputBlock['element'];

/** The fields that are drawn here; others say so and keep what they held. */
export type Field = InputBlock & { readonly element: Extract<Element, { type: 'plain_text_input' | 'static_select' }> };

/** What somebody typed or chose in a modal, by `fieldKey`; fields that nobody touched are not in it. */
export type Edits = Readonly<Record<string, string>>;

/** Complaints by block id, in the order of the fields. */
export type Complaints = Readonly<Record<string, string>>;

const MOST = 3_000;

export function isField(block: Block): block is Field {
  return block.type === 'input' && ['plain_text_input', 'static_select'].includes(block.element.type);
}

/** What a field is known by across updates of its modal: as in Slack, what was typed stays as long as both ids do. */
export function fieldKey(field: Field): string {
  return `${field.block_id ?? ''} ${field.element.action_id ?? ''}`;
}

/** What stands in a field. */
export function valueOf(field: Field, edits: Edits): string {
  return edits[fieldKey(field)] ?? initialOf(field);
}

/** The longest text a field takes; null for a menu. */
export function mostOf({ element }: Field): number | null {
  return element.type === 'plain_text_input' ? Math.min(element.max_length ?? MOST, MOST) : null;
}

/** The values to send, by block id. A menu in which nothing is chosen is left as it was. */
export function valuesOf(view: View, edits: Edits): Record<string, string> {
  const entries = view.blocks.filter(isField).map((field) => [field, valueOf(field, edits)] as const);
  return Object.fromEntries(
    entries
      .filter(([{ element }, value]) => element.type !== 'static_select' || value !== '')
      .map(([field, value]) => [field.block_id ?? '', value]),
  );
}

/** What Slack's client refuses by itself before anything is sent. */
export function complaintsAbout(view: View, edits: Edits): Complaints {
  const complaints = view.blocks
    .filter(isField)
    .map((field) => [field.block_id ?? '', complaint(field, edits)] as const);
  return Object.fromEntries(complaints.filter((one): one is readonly [string, string] => one[1] !== null));
}

function complaint(field: Field, edits: Edits): string | null {
  const value = valueOf(field, edits);
  if (value.trim() === '') return field.optional ? null : 'Please complete this required field.';
  const { element } = field;
  if (element.type !== 'plain_text_input') return null;
  const least = element.min_length ?? 0;
  if (value.length < least) return `Use at least ${least} characters.`;
  const most = mostOf(field) ?? MOST;
  return value.length > most ? `Use at most ${most} characters.` : null;
}

/** Characters left, once few are; null before. Negative where there are too many. */
export function leftToWrite(field: Field, value: string): number | null {
  const most = mostOf(field);
  if (most === null) return null;
  const left = most - value.length;
  return left <= Math.max(20, most / 10) ? left : null;
}

function initialOf({ element }: Field): string {
  return element.type === 'plain_text_input' ? (element.initial_value ?? '') : (element.initial_option?.value ?? '');
}
