import { z } from 'zod';

/** A command, click or event as it comes over a socket. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether the acknowledgement may carry an answer. */
  readonly answerable: boolean;
  readonly retry: { readonly number: number; readonly reason: string } | null;
}

/** What Slack says on a socket. `connections`: how many of this app Slack counts. */
export type Frame =
  | { readonly says: 'hello'; readonly connections: number | null }
  | { readonly says: 'disconnect'; readonly reason: string }
  | { readonly says: 'envelope'; readonly envelope: Envelope };

const hello = z
  .object({ type: z.literal('hello'), num_connections: z.number().optional() })
  .transform((it): Frame => ({ says: 'hello', connections: it.num_connections ?? null }));

const disconnect = z
  .object({ type: z.literal('disconnect'), reason: z.string().default('unknown') })
  .transform((it): Frame => ({ says: 'disconnect', reason: it.reason }));

const envelope = z
  .object({
    type: z.string(),
    envelope_id: z.string(),
    payload: z.record(z.string(), z.unknown()),
    accepts_response_payload: z.boolean().default(false),
    retry_attempt: z.number().default(0),
    retry_reason: z.string().default(''),
  })
  .transform((it): Frame => {
    const retry = it.retry_attempt === 0 ? null : { number: it.retry_attempt, reason: it.retry_reason };
    const { type, payload } = it;
    return {
      says: 'envelope',
      envelope: { id: it.envelope_id, type, payload, answerable: it.accepts_response_payload, retry },
    };
  });

const frame = z.union([hello, disconnect, envelope]);

/** Reads one message of Slack; null for what is none of these, or not JSON. */
export function readFrame(text: string): Frame | null {
  try {
    return frame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
