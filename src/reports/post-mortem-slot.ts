import { addHours } from 'date-fns/addHours';

/** Post-mortems begin at one of these hours, UTC. */
const HOURS = [10, 14] as const;
/** People should have had the time to read the document. */
const NOTICE_HOURS = 3;
/** By then it should be, after the end. */
const WITHIN_HOURS = 48;

/** When the post-mortem could be; `late`: no working day within 48 hours of the end was left. */
export interface Slot {
  readonly from: Date;
  readonly late: boolean;
}

/** The first slot on a working day (Monday to Friday, UTC) after the end of an incident that leaves some notice from now on. */
export function slotAfter(end: Date, now: Date): Slot {
  const earliest = addHours(now > end ? now : end, NOTICE_HOURS);
  let day = atHour(earliest, 0);
  for (;;) {
    for (const hour of HOURS) {
      const from = atHour(day, hour);
      if (!weekend(from) && from >= earliest) return { from, late: from > addHours(end, WITHIN_HOURS) };
    }
    day = addHours(day, 24);
  }
}

function atHour(day: Date, hour: number): Date {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour));
}

function weekend(day: Date): boolean {
  return day.getUTCDay() === 0 || day.getUTCDay() === 6;
}
