import { z } from 'zod';
import { query } from './ground.js';

const row = z.object({
  incident: z.string(),
  type: z.string(),
  at: z.date().transform((at) => at.getTime()),
  body: z.string().transform((body) => JSON.parse(body) as unknown),
});

const answered = z.object({ check: z.string(), tookMs: z.number() });

/** An event as the bot recorded it. */
export interface RecordedEvent {
  readonly incident: string;
  readonly type: string;
  /** Milliseconds since 1970, on the database's clock, which is this machine's. */
  readonly at: number;
  readonly body?: unknown;
}

/** Every event of every incident, in order. */
export async function recordedEvents(databaseUrl: string): Promise<RecordedEvent[]> {
  const rows = await query(
    databaseUrl,
    'select incident, type, at, body from events join payloads using (incident, seq) order by incident, seq',
  );
  return rows.map((one) => row.parse(one));
}

/** When an incident's first event of a type was decided; NaN without one. */
export function firstAt(events: readonly RecordedEvent[], incident: string, type: string): number {
  return events.find((event) => event.incident === incident && event.type === type)?.at ?? NaN;
}

/** How long each check took, in ms, by its id. */
export function tookByCheck(events: readonly RecordedEvent[]): Map<string, number[]> {
  const took = new Map<string, number[]>();
  for (const { type, body } of events) {
    if (type !== 'check.answered') continue;
    const { check, tookMs } = answered.parse(body);
    took.set(check, [...(took.get(check) ?? []), tookMs]);
  }
  return took;
}
