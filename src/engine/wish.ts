import { z } from 'zod';
import type { Wish } from './ports.js';

const by = z.string();
const number = z.int().positive();

const wishSchema = z.object({
  command: z.discriminatedUnion('do', [
    z.object({ do: z.literal('open'), by, channel: z.string().nullable(), drill: z.boolean() }),
    z.object({ do: z.literal('diagnose'), by }),
    z.object({ do: z.literal('close'), by, how: z.enum(['cancelled', 'false_alarm', 'resolved']), reason: z.string() }),
    z.object({ do: z.literal('request'), by, offer: number, may: z.boolean() }),
    z.object({ do: z.literal('approve'), by, request: number, may: z.boolean() }),
    z.object({ do: z.literal('deny'), by, request: number, reason: z.string(), may: z.boolean() }),
    z.object({ do: z.literal('withdraw'), by, request: number }),
    z.object({
      ...{ do: z.literal('break_glass'), by, reason: z.string(), may: z.boolean() },
      ...{ offer: number.nullable(), request: number.nullable() },
    }),
    z.object({ do: z.literal('settle'), by, request: number, happened: z.boolean() }),
  ]),
  runbook: z.string().nullable(),
  replyTo: z.object({ channel: z.string(), user: z.string(), atCard: z.boolean() }).nullable(),
});

/** Reads a wish back from the inbox; null for what another release put there. */
export function wishOf(value: object): Wish | null {
  return wishSchema.safeParse(value).data ?? null;
}
