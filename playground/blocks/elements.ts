import { z } from 'zod';
import { confirm, hasOneSource, imageSource, option, overflowOption, plainText } from './composition.js';

const acts = { action_id: z.string().min(1).max(255).optional() };
const asks = { ...acts, confirm: confirm.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const menu = { ...asks, ...focus, ...placeholder };
const options = z.array(option).min(1).max(100);
const groups = z
  .array(z.strictObject({ label: plainText(75), options }))
  .min(1)
  .max(100);
const staticMenu = { ...menu, options: options.optional(), option_groups: groups.optional() };
const many = { max_selected_items: z.int().min(1).optional() };
const field = {
  ...acts,
  ...focus,
  ...placeholder,
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2),
    })
    .optional(),
};

const hasOneList = (select: { options?: unknown; option_groups?: unknown }): boolean =>
  (select.options === undefined) !== (select.option_groups === undefined);
const oneList = { error: 'must define either `options` or `option_groups`' };

interface Offering {
  readonly options?: readonly z.output<typeof option>[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly z.output<typeof option>[] }[] | undefined;
  readonly initial_option?: z.output<typeof option> | undefined;
}

/** An option that is chosen from the beginning is one of those offered, word for word. */
function offersInitial({ options: list = [], option_groups: parted = [], initial_option: first }: Offering): boolean {
  const all = [...list, ...parted.flatMap((group) => group.options)];
  return first === undefined || all.some((one) => JSON.stringify(one) === JSON.stringify(first));
}

export const button = z.strictObject({
  type: z.literal('button'),
  ...asks,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...asks,
  options: z.array(overflowOption).min(1).max(5),
});

export const image = z
  .strictObject({ type: z.literal('image'), ...imageSource })
  .refine(hasOneSource, { error: 'must define either `image_url` or `slack_file`' });

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...staticMenu, initial_option: option.optional() })
  .refine(hasOneList, oneList)
  .refine(offersInitial, { path: ['initial_option'], error: 'must be one of the options' });
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...staticMenu,
    ...many,
    initial_options: options.optional(),
  })
  .refine(hasOneList, oneList);
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...menu,
  ...many,
  initial_users: z.array(z.string()).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});
const tenOptions = z.array(option).min(1).max(10);
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...asks,
  ...focus,
  options: tenOptions,
  initial_options: tenOptions.optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...asks,
  ...focus,
  options: tenOptions,
  initial_option: option.optional(),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  timezone: z.string().optional(),
});
const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...field,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine(({ initial_value: value = '', max_length: most = 3000 }) => value.length <= most, {
    path: ['initial_value'],
    error: 'must be no more than `max_length` characters',
  });
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...field,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const menus = [staticSelect, multiStaticSelect, usersSelect, multiUsersSelect, channelsSelect] as const;
const choosers = [...menus, checkboxes, radioButtons, datepicker, timepicker] as const;

/** What an actions block may hold. */
export const actionsElement = z.discriminatedUnion('type', [button, overflow, ...choosers]);
/** What may stand beside a section. */
export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...choosers]);
/** What an input block of a modal may hold. */
export const inputElement = z.discriminatedUnion('type', [plainTextInput, numberInput, ...choosers]);

/** Anything a person can press, choose or fill in. */
export type Interactive = z.output<typeof actionsElement> | z.output<typeof inputElement>;
