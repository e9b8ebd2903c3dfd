import { z } from 'zod';
import type { Counted, Store } from '../engine/store.js';
import type { Row, Sql } from './sql.js';

/** Milliseconds between two columns; `extract` would compute with numerics, which takes three times as long. */
const ms = (from: string, to: string): string => `1000 * date_part('epoch', ${to} - ${from})`;

const COUNT = `
  with past as (
    select runbook, title, opened_at, open, how, tried, worked, unexplained, target_ms,
      -- Who opens an incident by hand has acknowledged it: only what an alert opened says how long people take.
      case when acknowledged_at > opened_at then ${ms('opened_at', 'acknowledged_at')} end as acknowledge, ${ms('opened_at', 'diagnosed_at')} as diagnose,
      ${ms('opened_at', 'mitigated_at')} as mitigate,
      case when how = 'resolved' then ${ms('opened_at', 'closed_at')} end as resolve
    from incidents where opened_at >= $1 and not drill
  )
  select coalesce(runbook, '') as runbook, count(*) as incidents,
    case when grouping(runbook) = 0 then (array_agg(title order by opened_at desc))[1] else '' end as title,
    count(*) filter (where open) as open,
    count(*) filter (where how = 'false_alarm') as "falseAlarms",
    count(*) filter (where how = 'cancelled') as cancelled,
    percentile_cont(0.5) within group (order by acknowledge) as "acknowledgeMedian", avg(acknowledge) as "acknowledgeMean",
    percentile_cont(0.5) within group (order by diagnose) as "diagnoseMedian", avg(diagnose) as "diagnoseMean",
    array_to_json(percentile_cont(array[0.5, 0.9]) within group (order by mitigate))::text as mitigate,
    array_to_json(percentile_cont(array[0.5, 0.9]) within group (order by resolve))::text as resolve,
    count(*) filter (where resolve is not null and target_ms is not null) as "withTarget",
    count(*) filter (where resolve <= target_ms) as "metTarget",
    sum(tried) as tried, sum(worked) as worked, count(*) filter (where unexplained) as unexplained
  from past group by grouping sets ((runbook), ())
  having count(*) > 0 and (runbook <> '' or grouping(runbook) = 1)
  order by count(*) desc, 1`;

const number = z.number().nullable();
const two = z
  .string()
  .transform((text) => z.tuple([number, number]).parse(JSON.parse(text)))
  .nullable();

const countedRow = z.object({
  runbook: z.string(),
  title: z.string(),
  incidents: z.number(),
  open: z.number(),
  falseAlarms: z.number(),
  cancelled: z.number(),
  acknowledgeMedian: number,
  acknowledgeMean: number,
  diagnoseMedian: number,
  diagnoseMean: number,
  mitigate: two,
  resolve: two,
  withTarget: z.number(),
  metTarget: z.number(),
  tried: z.number(),
  worked: z.number(),
  unexplained: z.number(),
});

/** Statistics. */
export function counting(sql: Sql): Pick<Store, 'count'> {
  return { count: async (since) => (await sql.prompt.query(COUNT, [since.toISOString()])).map(toCounted) };
}

function toCounted(row: Row): Counted {
  const read = countedRow.parse(row);
  const { runbook, title, incidents, open, falseAlarms, cancelled, unexplained } = read;
  return {
    ...{ runbook, title, incidents, open, falseAlarms, cancelled, unexplained },
    acknowledge: middle(read.acknowledgeMedian, read.acknowledgeMean),
    diagnose: middle(read.diagnoseMedian, read.diagnoseMean),
    mitigate: spread(read.mitigate),
    resolve: spread(read.resolve),
    targets: { with: read.withTarget, met: read.metTarget },
    remedies: { tried: read.tried, worked: read.worked },
  };
}

function middle(median: number | null, mean: number | null): Counted['diagnose'] {
  return median === null || mean === null ? null : { median: Math.round(median), mean: Math.round(mean) };
}

function spread(both: readonly [number | null, number | null] | null): Counted['resolve'] {
  const [median, p90] = both ?? [null, null];
  return median === null || p90 === null ? null : { median: Math.round(median), p90: Math.round(p90) };
}
