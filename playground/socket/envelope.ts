import type { Outgoing } from '../door.js';

/** What Slack sends over a socket: the payload of an HTTP request, and what it takes to answer it. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether an acknowledgement may carry an answer. */
  readonly accepts_response_payload: boolean;
  /** Events only: 0 the first time. */
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

const ANSWERED = ['view_submission', 'block_suggestion'];

/** Wraps a payload; `attempt` counts from 0 and matters for events alone, since Slack repeats nothing else. */
export function envelopeOf(outgoing: Outgoing, id: string, attempt: number): Envelope {
  if (outgoing.kind === 'command')
    return { envelope_id: id, type: 'slash_commands', payload: outgoing.fields, accepts_response_payload: true };
  const { payload } = outgoing;
  if (outgoing.kind === 'interaction') {
    const answered = ANSWERED.includes(String(payload['type']));
    return { envelope_id: id, type: 'interactive', payload, accepts_response_payload: answered };
  }
  const retry = { retry_attempt: attempt, retry_reason: attempt === 0 ? '' : 'timeout' };
  return { envelope_id: id, type: 'events_api', payload, accepts_response_payload: false, ...retry };
}
