import { z } from 'zod';
import { checkView } from '../blocks/check.js';
import { parseJson } from '../body.js';
import { STACK, type Modal } from '../modals.js';
import type { Parts } from '../parts.js';
import { Refusal } from '../web-api/refusal.js';

/** What became of a modal that was submitted. */
export type Submitted =
  | { readonly outcome: 'closed' | 'cleared' | 'updated' | 'pushed' }
  | { readonly outcome: 'errors'; readonly errors: Readonly<Record<string, string>> };

const answer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
]);

/**
 * Does what the app acknowledged a submission with.
 * @throws Refusal if Slack would not understand the answer
 */
export function afterSubmission(modal: Modal, body: string, parts: Parts): Submitted {
  if (body.trim() === '') {
    parts.modals.close(modal);
    return { outcome: 'closed' };
  }
  const parsed = answer.safeParse(parseJson(body));
  if (!parsed.success) throw new Refusal('invalid_response_action');
  switch (parsed.data.response_action) {
    case 'clear':
      parts.modals.close(modal, true);
      return { outcome: 'cleared' };
    case 'errors':
      return complain(modal, parsed.data.errors, parts);
    case 'update':
      parts.modals.update(modal, checkView(parsed.data.view, parts.ids));
      return { outcome: 'updated' };
    case 'push': {
      const view = checkView(parsed.data.view, parts.ids);
      if (parts.modals.of(modal.user).length >= STACK) throw new Refusal('push_limit_reached');
      parts.modals.open(modal.user, view, modal);
      return { outcome: 'pushed' };
    }
  }
}

function complain(modal: Modal, errors: Readonly<Record<string, string>>, parts: Parts): Submitted {
  const inputs = modal.view.blocks.flatMap((one) => (one.type === 'input' ? (one.block_id ?? []) : []));
  const stray = Object.keys(errors).find((one) => !inputs.includes(one));
  if (stray !== undefined) throw new Refusal('invalid_response_action', { block_id: stray });
  parts.modals.complain(modal, errors);
  return { outcome: 'errors', errors };
}
