import type { PeopleCommand, Refusal, ReportResult } from './command.js';
import { happened, type Event } from './events.js';
import { TASKS, type Report } from './record.js';
import type { Incident } from './state.js';

type Ask<Do extends PeopleCommand['do']> = Extract<PeopleCommand, { do: Do }>;
type Decision = readonly Event[] | Refusal;

/** What people wish for after an incident. */
export type EndWish = Ask<'reopen' | 'tick' | 'check_data' | 'draft'>;

/** What follows from it: events, or a refusal in words for them alone. Pure. */
export function decideAfterEnd(state: Incident, wish: EndWish, now: Date): Decision {
  if (wish.do === 'check_data') {
    // The data may be looked at while it still runs: after a remedy, before it is resolved.
    if (state.data !== null && state.data.checked === null) return [];
    return [happened('data.asked', now, wish.by, {})];
  }
  if (state.closed === null)
    return {
      refusal: 'not_closed',
      says: [`${state.id} is open. Nothing was changed.`],
    };
  switch (wish.do) {
    case 'reopen':
      return [happened('incident.reopened', now, wish.by, { reason: wish.reason })];
    case 'tick':
      return tick(state, wish, now);
    case 'draft':
      // One is being written.
      return state.drafts[wish.task] === null ? [] : [happened('draft.asked', now, wish.by, { task: wish.task })];
  }
}

/** Everything there is to do after an incident: the fixed tasks, and the follow-ups that people named. */
export function tasksOf({ closed }: Incident): readonly string[] {
  return [...TASKS, ...(closed?.told?.followUps ?? []).map((_, at) => `follow_up_${at + 1}`)];
}

function tick(state: Incident, { by, task, done }: Ask<'tick'>, now: Date): Decision {
  if (!tasksOf(state).includes(task))
    return { refusal: 'out_of_date', says: [`${state.id} has no such task any more. Nothing was changed.`] };
  return (state.ticked[task] !== undefined) === done ? [] : [happened('task.ticked', now, by, { task, done })];
}

/** What came back from writing things down, as events; none where it is out of date. Pure. */
export function reportResult(state: Incident, result: ReportResult, now: Date): readonly Event[] {
  switch (result.do) {
    case 'reported': {
      if (!reportDue(state) || result.report.report !== state.closings) return [];
      const { service } = state;
      const { samples, report } = result;
      return [
        ...(samples.length === 0 ? [] : [happened('usage.sampled', now, 'bot', { service, samples })]),
        happened('report.written', now, 'bot', report),
      ];
    }
    case 'data_checked': {
      const { holds, says } = result;
      if (state.data === null || state.data.checked !== null) return [];
      const event = happened('data.checked', now, 'bot', { holds, says });
      const ticks = state.closed !== null && holds === 'yes' && state.ticked['data'] === undefined;
      return ticks ? [event, happened('task.ticked', now, state.data.askedBy, { task: 'data', done: true })] : [event];
    }
    case 'drafted': {
      const { task, says, file } = result;
      return state.drafts[task] === null ? [happened('draft.written', now, 'bot', { task, says, file })] : [];
    }
  }
}

/** What was written of its newest end; null where nothing was (yet). */
export function currentReport({ closed, closings, reports }: Incident): Report | null {
  return closed === null ? null : (reports.find(({ report }) => report === closings) ?? null);
}

/** It was resolved, and what happened is not written down yet. */
export function reportDue({ closed, closings, reports }: Incident): boolean {
  return closed?.how === 'resolved' && reports.every(({ report }) => report !== closings);
}
