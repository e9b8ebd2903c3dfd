import type { ModalView, PlainTextElement } from '@slack/types';
import { z } from 'zod';
import { REASON_MOST, type Form } from '../view/forms.js';
import { slackMessage } from './blocks.js';
import type { Reading } from './mrkdwn.js';

/** The one field of a form, as block and as element. */
export const REASON = 'reason';

/** What Slack keeps with a modal: ids, since everything else is looked up again when it comes back. */
const keptSchema = z.strictObject({ value: z.string().max(100), channel: z.string().max(50) });

const filledSchema = z.object({
  callback_id: z.enum(['deny_remedy', 'break_glass']),
  private_metadata: z.string().transform((kept, context) => {
    const read = keptSchema.safeParse(parsed(kept));
    if (read.success) return read.data;
    context.addIssue('is none of ours');
    return z.NEVER;
  }),
  state: z.object({
    values: z.object({ [REASON]: z.object({ [REASON]: z.object({ value: z.string().nullish() }) }) }),
  }),
});

/** A form that came back. */
export interface Filled extends Pick<Form, 'action' | 'value'> {
  /** Where it was opened. */
  readonly channel: string;
  readonly reason: string;
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
    blocks: [
      ...blocks,
      {
        type: 'input',
        block_id: REASON,
        label: plain(form.label),
        hint: plain(form.hint),
        element: { type: 'plain_text_input', action_id: REASON, multiline: true, max_length: REASON_MOST },
      },
    ],
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
  return { action, ...kept, reason: state.values[REASON][REASON].value ?? '' };
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
