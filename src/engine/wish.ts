import { z } from 'zod';
import { DRAFTED } from '../incident/record.js';
import { ROLES } from '../incident/roles.js';
import type { Wish } from './ports.js';

const by = z.string();
const number = z.int().positive();

const source = z.object({
  ...{ channel: z.string(), ts: z.string(), author: z.string(), at: z.string() },
  link: z.string().nullable(),
});
const told = z.object({
  ...{ impact: z.string(), cause: z.string() },
  followUps: z.array(z.object({ what: z.string(), owner: z.string().nullable(), due: z.string().nullable() })),
});

const wishSchema = z.object({
  command: z.discriminatedUnion('do', [
    z.object({ do: z.literal('open'), by, channel: z.string().nullable(), drill: z.boolean() }),
    z.object({ do: z.literal('diagnose'), by }),
    z.object({
      ...{ do: z.literal('close'), by, how: z.enum(['cancelled', 'false_alarm', 'resolved']), reason: z.string() },
      told: told.exactOptional(),
    }),
    z.object({ do: z.literal('reopen'), by, reason: z.string() }),
    z.object({ do: z.literal('acknowledge'), by }),
    z.object({ do: z.literal('set_severity'), by, severity: z.enum(['critical', 'high', 'medium', 'low']) }),
    z.object({ do: z.literal('give_role'), by, role: z.enum(ROLES), to: z.string() }),
    z.object({ do: z.literal('escalate'), by, reason: z.string(), level: number.exactOptional() }),
    z.object({ do: z.literal('snooze'), by, minutes: number }),
    z.object({ do: z.literal('note'), by, says: z.string(), private: z.boolean(), source: source.nullable() }),
    z.object({ do: z.literal('pin'), by, source, says: z.string() }),
    z.object({ do: z.literal('unpin'), by, channel: z.string(), ts: z.string() }),
    z.object({ do: z.literal('tick'), by, task: z.string(), done: z.boolean() }),
    z.object({ do: z.literal('check_data'), by }),
    z.object({ do: z.literal('draft'), by, task: z.enum(DRAFTED) }),
    z.object({
      ...{ do: z.literal('alert'), by, state: z.enum(['firing', 'resolved']), says: z.string() },
      channel: z.string().nullable(),
    }),
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
