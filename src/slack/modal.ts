import type { InputBlock, ModalView, PlainTextElement } from '@slack/types';
import { z } from 'zod';
import { FORM_ACTIONS, type Field, type Form } from '../view/forms.js';
import { slackMessage } from './blocks.js';
import { cutPlain } from './cut.js';
import type { Reading } from './mrkdwn.js';

/** What was written or chosen, by the ids of the fields; empty where somebody left a field empty. */
export type Answers = Readonly<Record<string, string>>;

/** Slack's limits for one answer and one option, characters. */
const ANSWER_MOST = 3_000;
const OPTION_MOST = 75;
const OPTIONS_MOST = 100;

/** What Slack keeps with a modal: ids, since everything else is looked up again when it comes back. */
const keptSchema = z.strictObject({ value: z.string().max(100), channel: z.string().max(50) });

const answerSchema = z
  .object({
    value: z.string().nullish(),
    selected_option: z.object({ value: z.string() }).nullish(),
  })
  .transform(({ value, selected_option: chosen }) => chosen?.value ?? value ?? '');

const filledSchema = z.object({
  callback_id: z.enum(FORM_ACTIONS),
  private_metadata: z.string().transform((kept, context) => {
    const read = keptSchema.safeParse(parsed(kept));
    if (read.success) return read.data;
    context.addIssue('is none of ours');
    return z.NEVER;
  }),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), answerSchema)) }),
});

/** A form that came back. */
export interface Filled extends Pick<Form, 'action' | 'value'> {
  /** Where it was opened. */
  readonly channel: string;
  readonly answers: Answers;
}

/** A form as Slack's modal, opened from `channel`. */
export function slackModal(form: Form, channel: string, reading: Reading): ModalView {
  const { blocks } = slackMessage({ blocks: form.blocks, plain: [form.title] }, reading);
  return {
    type: 'modal',
    callback_id: form.action,
    private_metadata: JSON.stringify({ value: form.value, channel }),
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain(form.close),
    blocks: [...blocks, ...form.fields.map(inputBlock)],
  };
}

/** A modal that only says something. */
export function slackNotice(title: string, says: string): ModalView {
  const section = { type: 'section', text: plain(says) } as const;
  return { type: 'modal', title: plain(title), close: plain('Close'), blocks: [section] };
}

/** Reads a submitted modal back; null for one this release did not open. */
export function filledForm(view: unknown): Filled | null {
  const read = filledSchema.safeParse(view);
  if (!read.success) return null;
  const { callback_id: action, private_metadata: kept, state } = read.data;
  // Block and element of a field have its id.
  const answers = Object.entries(state.values).flatMap(([id, { [id]: answer }]) =>
    answer === undefined ? [] : [[id, answer] as const],
  );
  return { action, ...kept, answers: Object.fromEntries(answers) };
}

function inputBlock(field: Field): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label),
    ...(field.hint === null ? {} : { hint: plain(field.hint) }),
    optional: !field.required,
    element: field.options === null ? written(field) : chosen(field, field.options),
  };
}

function written({ id, initial, lines, most }: Field): InputBlock['element'] {
  const max_length = Math.min(most, ANSWER_MOST);
  return {
    type: 'plain_text_input',
    action_id: id,
    multiline: lines === 'many',
    max_length,
    ...(initial === '' ? {} : { initial_value: cutPlain(initial, max_length) }),
  };
}

function chosen({ id, initial }: Field, offered: NonNullable<Field['options']>): InputBlock['element'] {
  const options = offered
    .slice(0, OPTIONS_MOST)
    .map(({ value, label }) => ({ text: plain(cutPlain(label, OPTION_MOST)), value }));
  const first = options.find(({ value }) => value === initial);
  return {
    type: 'static_select',
    action_id: id,
    options,
    ...(first === undefined ? {} : { initial_option: first }),
  };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
