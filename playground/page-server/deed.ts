import { z } from 'zod';
import { SLACK_TROUBLES, type PageDeed } from './protocol.js';

const text = z.string();
const key = text.regex(/^[A-Z0-9]+(:\d+\.\d+)?$/i);
const emoji = text.regex(/^[a-z0-9_+'-]{1,100}$/).refine((name) => !(name in {}), 'no emoji');

const deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('say'), channel: text, text, threadTs: text.nullable() }),
  z.strictObject({ do: z.literal('command'), channel: text, line: text }),
  z.strictObject({
    do: z.literal('press'),
    key,
    blockId: text,
    actionId: text,
    value: text.nullable(),
    confirmed: z.boolean(),
  }),
  z.strictObject({ do: z.enum(['react', 'unreact']), key, emoji }),
  z.strictObject({ do: z.literal('shortcut'), key, name: text }),
  z.strictObject({ do: z.literal('submit'), modal: text, values: z.record(text, text) }),
  z.strictObject({ do: z.literal('close'), modal: text }),
  z.strictObject({ do: z.literal('break'), fault: text }),
  z.strictObject({ do: z.literal('heal') }),
  z.strictObject({ do: z.literal('slack'), trouble: z.enum(SLACK_TROUBLES) }),
]);

/** The deed in the body of a request; null where it is none. */
export function parseDeed(body: string): PageDeed | null {
  try {
    return deed.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
