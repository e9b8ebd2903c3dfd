import { z } from 'zod';
import type { Message } from './model.js';
import type { Parts } from './parts.js';
import type { Origin } from './response-urls.js';
import { flag } from './web-api/arguments.js';
import { contentInput, contentOf } from './web-api/content.js';
import { Refusal } from './web-api/refusal.js';

const responseInput = z.object({
  ...contentInput,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

/**
 * Does what an app answers to a command or a click, in the acknowledgement or through a response URL.
 * @returns the message that came of it; undefined if one was deleted
 * @throws Refusal as posting does
 */
export function respond(body: unknown, origin: Origin, parts: Parts): Message | undefined {
  const parsed = responseInput.safeParse(body);
  if (!parsed.success) throw new Refusal('invalid_payload');
  const input = parsed.data;
  if (input.delete_original && origin.message !== undefined) {
    parts.messages.remove(origin.message);
    return undefined;
  }
  const content = contentOf(input, parts.ids, 'post');
  if (input.replace_original && origin.message !== undefined) return parts.messages.edit(origin.message, content);
  const open = input.response_type === 'in_channel';
  return parts.messages.post({
    channel: origin.channel,
    author: parts.identity.botUserId,
    source: 'response_url',
    audience: open ? parts.directory.channel(origin.channel).members : [origin.user],
    content,
    threadTs: input.thread_ts,
    onlyFor: open ? undefined : origin.user,
  });
}
