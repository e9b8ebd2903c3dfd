import { query } from './ground.js';

/** Numbers up to here are those of incidents that really were. */
const AFTER = 1_000;

/** Puts this many past incidents of a hundred runbooks into the lists, a tenth of them in this channel, some of them drills; nothing into the log. */
export async function makePast(databaseUrl: string, incidents: number, channel: string): Promise<void> {
  await query(
    databaseUrl,
    `insert into incidents (incident, seq, settled_seq, projected_seq, service, runbook, title, severity, open, headline,
       channel, drill, opened_at, closed_at, how, acknowledged_at, diagnosed_at, mitigated_at, target_ms, tried, worked, unexplained)
     select 'INC-' || n + ${AFTER}, 60, 60, 60, 'service-' || n % 100, 'runbook-' || n % 100, 'Runbook ' || n % 100, 'high', false,
       'service down: out of memory', case n % 10 when 0 then '${channel}' else 'C' || n % 10 end, n % 53 = 0, opened, opened + random() * interval '1 hour',
       (array['resolved', 'resolved', 'resolved', 'resolved', 'false_alarm', 'cancelled'])[1 + n % 6],
       opened + random() * interval '3 min', opened + random() * interval '30 s', opened + random() * interval '20 min',
       1800000, n % 3, n % 2, n % 9 = 0
     from (select n, now() - (n + random()) * interval '5 min' as opened from generate_series(1, ${incidents}) as n) as past`,
  );
  await query(databaseUrl, `select setval('incident_number', ${AFTER + incidents})`);
  await query(databaseUrl, 'analyze incidents');
}
