import { z } from 'zod';
import type { AskSlack } from '../src/doctor/ask-slack.js';

const page = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).prefault({}),
});

/** Of the channels the bot is in, the one with this id or name (with # or without); null where there is none. */
export async function findChannel(ask: AskSlack, named: string): Promise<{ id: string; name: string } | null> {
  let cursor = '';
  do {
    const types = 'public_channel,private_channel';
    const answer = await ask('users.conversations', { types, exclude_archived: 'true', limit: '200', cursor });
    if (answer.said !== 'ok') return null;
    const read = page.parse(answer.body);
    const found = read.channels.find(({ id, name }) => id === named || name === named.replace(/^#/, ''));
    if (found !== undefined) return found;
    cursor = read.response_metadata.next_cursor;
  } while (cursor !== '');
  return null;
}
