import { z } from 'zod';
import type { Wish } from './ports.js';

const by = z.string();

const wishSchema = z.object({
  command: z.discriminatedUnion('do', [
    z.object({ do: z.literal('open'), by, channel: z.string().nullable(), drill: z.boolean() }),
    z.object({ do: z.literal('diagnose'), by }),
    z.object({ do: z.literal('close'), by, how: z.enum(['cancelled', 'false_alarm']), reason: z.string() }),
  ]),
  runbook: z.string().nullable(),
  replyTo: z.object({ channel: z.string(), user: z.string(), atCard: z.boolean() }).nullable(),
});

/** Reads a wish back from the inbox; null for what another release put there. */
export function wishOf(value: object): Wish | null {
  return wishSchema.safeParse(value).data ?? null;
}
