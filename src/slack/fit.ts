import type { Button, ConfirmationDialog, KnownBlock, Overflow, PlainTextElement } from '@slack/types';
import { cut, cutPlain } from './cut.js';

/** What Slack takes of each part; some a little lower than its own limits. */
const LIMITS = {
  header: 150,
  section: 2_900,
  context: 1_900,
  preformatted: 2_900,
  item: 900,
  items: 4_000,
  label: 75,
  value: 2_000,
  buttons: 25,
  question: 100,
  deed: 300,
  answer: 30,
  option: 75,
  options: 5,
} as const;

/** Stands where there is nothing to say and Slack wants a character. */
const NOTHING = '–';

/** A block as Slack takes it, or null where nothing of it is left; `complete` is false when a part was left out without an ellipsis. */
export interface Fitted {
  readonly block: KnownBlock | null;
  readonly complete: boolean;
}

/** Fits one of the blocks that `slackMessage` makes into Slack's limits. A value is never cut: half an id is another id. */
export function fit(block: KnownBlock): Fitted {
  switch (block.type) {
    case 'header':
      return whole({ ...block, text: { ...block.text, text: cutPlain(block.text.text, LIMITS.header) || NOTHING } });
    case 'section':
      return section(block);
    case 'context':
      return context(block);
    case 'actions':
      return actions(block);
    case 'rich_text':
      return rich(block);
    default:
      return whole(block);
  }
}

type Of<Type extends KnownBlock['type']> = Extract<KnownBlock, { type: Type }>;
type RichBlock = Of<'rich_text'>['elements'][number];
type RichList = Extract<RichBlock, { type: 'rich_text_list' }>;
type RichSection = RichList['elements'][number];

const whole = (block: KnownBlock | null): Fitted => ({ block, complete: true });

function section({ accessory, ...block }: Of<'section'>): Fitted {
  const menu = accessory?.type === 'overflow' ? overflow(accessory) : { menu: accessory ?? null, complete: true };
  const text = cut(block.text?.text.trimEnd() ?? '', LIMITS.section);
  if (text === '' && menu.menu === null) return { block: null, complete: menu.complete };
  const says = { ...(block.text ?? { type: 'mrkdwn', verbatim: true }), text: text || NOTHING };
  return {
    block: { ...block, text: says, ...(menu.menu === null ? {} : { accessory: menu.menu }) },
    complete: menu.complete,
  };
}

function overflow(menu: Overflow): { readonly menu: Overflow | null; readonly complete: boolean } {
  const options = menu.options
    .filter(({ value }) => (value ?? '').length <= LIMITS.option)
    .slice(0, LIMITS.options)
    .map((option) => ({
      ...option,
      text: { ...option.text, text: cutPlain(option.text.text, LIMITS.option) || NOTHING },
    }));
  return { menu: options.length === 0 ? null : { ...menu, options }, complete: options.length === menu.options.length };
}

function context(block: Of<'context'>): Fitted {
  const elements = block.elements.flatMap((element): Of<'context'>['elements'] => {
    if (!('text' in element)) return [element];
    const text = cut(element.text.trimEnd(), LIMITS.context);
    return text === '' ? [] : [{ ...element, text }];
  });
  return whole(elements.length === 0 ? null : { ...block, elements });
}

function actions(block: Of<'actions'>): Fitted {
  const elements = block.elements
    .filter((element) => element.type !== 'button' || (element.value ?? '').length <= LIMITS.value)
    .slice(0, LIMITS.buttons)
    .map((element) => (element.type === 'button' ? button(element) : element));
  const complete = elements.length === block.elements.length;
  return { block: elements.length === 0 ? null : { ...block, elements }, complete };
}

function button(element: Button): Button {
  const { accessibility_label: spoken, confirm } = element;
  return {
    ...element,
    text: plain(element.text, LIMITS.label),
    ...(spoken === undefined ? {} : { accessibility_label: cutPlain(spoken, LIMITS.label) }),
    ...(confirm === undefined ? {} : { confirm: dialog(confirm) }),
  };
}

function dialog({ title, text, confirm, deny }: ConfirmationDialog): ConfirmationDialog {
  return {
    ...(title === undefined ? {} : { title: plain(title, LIMITS.question) }),
    text: { ...text, text: cutPlain(text.text, LIMITS.deed) || NOTHING },
    ...(confirm === undefined ? {} : { confirm: plain(confirm, LIMITS.answer) }),
    ...(deny === undefined ? {} : { deny: plain(deny, LIMITS.answer) }),
  };
}

function plain(text: PlainTextElement, most: number): PlainTextElement {
  return { ...text, text: cutPlain(text.text, most) || NOTHING };
}

function rich(block: Of<'rich_text'>): Fitted {
  const fitted = block.elements.map(richElement);
  const elements = fitted.flatMap(({ element }) => element ?? []);
  return {
    block: elements.length === 0 ? null : { ...block, elements },
    complete: fitted.every(({ complete }) => complete),
  };
}

function richElement(element: RichBlock): { readonly element: RichBlock | null; readonly complete: boolean } {
  if (element.type === 'rich_text_list') return list(element);
  const most = element.type === 'rich_text_preformatted' ? LIMITS.preformatted : LIMITS.header;
  const elements = element.elements.map((one) =>
    one.type === 'text' ? { ...one, text: cutPlain(one.text, most) || NOTHING } : one,
  );
  return { element: { ...element, elements } as RichBlock, complete: true };
}

/** Items from the first on, as many as fit. */
function list(element: RichList): { readonly element: RichBlock | null; readonly complete: boolean } {
  const elements: RichSection[] = [];
  let room: number = LIMITS.items;
  for (const item of element.elements.map(cutItem)) {
    room -= lengthOf(item);
    if (room < 0) break;
    elements.push(item);
  }
  const complete = elements.length === element.elements.length;
  return { element: elements.length === 0 ? null : { ...element, elements }, complete };
}

function cutItem(item: RichSection): RichSection {
  let room: number = LIMITS.item;
  const elements = item.elements.flatMap((piece): RichSection['elements'] => {
    if (piece.type !== 'text') return [piece];
    if (room <= 0) return [];
    const text = cutPlain(piece.text, Math.max(room, 1));
    room -= piece.text.length;
    return [{ ...piece, text }];
  });
  return { ...item, elements };
}

function lengthOf(item: RichSection): number {
  return item.elements.reduce((sum, piece) => sum + (piece.type === 'text' ? piece.text.length : 40), 0);
}
