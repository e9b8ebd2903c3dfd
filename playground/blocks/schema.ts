import { z } from 'zod';
import { anyText, hasOneSource, imageSource, plainText } from './composition.js';
import { accessory, actionsElement, image as imageElement, inputElement } from './elements.js';
import { richText } from './rich-text.js';

const id = { block_id: z.string().min(1).max(255).optional() };

const header = z.strictObject({ type: z.literal('header'), ...id, text: plainText(150) });
const divider = z.strictObject({ type: z.literal('divider'), ...id });
const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, {
    error: 'must define either `text` or `fields`',
  });
const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.union([anyText(3000), imageElement]))
    .min(1)
    .max(10),
});
const actions = z.strictObject({ type: z.literal('actions'), ...id, elements: z.array(actionsElement).min(1).max(25) });
const image = z
  .strictObject({ type: z.literal('image'), ...id, ...imageSource, title: plainText(2000).optional() })
  .refine(hasOneSource, { error: 'must define either `image_url` or `slack_file`' });
const markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1).max(12_000) });
const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: inputElement,
});

const everywhere = [header, section, context, actions, divider, richText, image] as const;

/** The blocks a message may have. */
export const messageBlocks = z.array(z.discriminatedUnion('type', [...everywhere, markdown, table])).max(50);
/** The blocks a modal may have. */
export const modalBlocks = z.array(z.discriminatedUnion('type', [...everywhere, input])).max(100);

export type Block = z.output<typeof messageBlocks>[number] | z.output<typeof modalBlocks>[number];

/** What a modal is made of, as an app sends it. */
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: modalBlocks,
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    private_metadata: z.string().max(3000).default(''),
    callback_id: z.string().max(255).default(''),
    external_id: z.string().max(255).default(''),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some((one) => one.type === 'input'), {
    path: ['submit'],
    error: 'missing required field: submit',
  });

export type View = z.output<typeof modalView>;
