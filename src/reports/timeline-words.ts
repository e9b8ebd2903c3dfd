import type { Event } from '../incident/events.js';
import { TASKS, type FollowUp, type Task } from '../incident/record.js';
import type { Verdict } from '../runbook/verdict.js';
import { text, type Text } from '../text/text.js';
import { TASK_WORDS, afterIll, saySame, verdictWords } from './words.js';

/** What earlier events say about what later ones speak of. */
export interface Told {
  /** Titles of checks by id, the newest run's. */
  readonly checks: Map<string, string>;
  /** The newest verdict so far, and of each run. */
  verdict: Verdict | null;
  readonly verdicts: Map<number, Verdict>;
  /** Titles of remedies by the number of their request. */
  readonly remedies: Map<number, string>;
  followUps: readonly FollowUp[];
}

/** Nothing was told yet. */
export function nothingTold(): Told {
  return { checks: new Map(), verdict: null, verdicts: new Map(), remedies: new Map(), followUps: [] };
}

/** What people read of an event about the incident itself; null for what they do not read in a timeline. Never names who did it. */
export function incidentWords(event: Event, told: Told): Text | null {
  switch (event.type) {
    case 'incident.opened': {
      const { service, severity, drill } = event.payload;
      return text(`opened the incident: ${service}, ${severity}`, drill && ', a drill');
    }
    case 'incident.acknowledged':
      return ['acknowledged'];
    case 'severity.changed':
      return [`changed the severity from ${event.payload.from} to ${event.payload.to}`];
    case 'role.given':
      return roleWords(event);
    case 'run.started':
      return [`began to diagnose with ${event.payload.title} (${event.payload.runbook})`];
    case 'check.answered': {
      const { check, late, says } = event.payload;
      return late ? text(`late answer, ${told.checks.get(check) ?? check}: `, says) : null;
    }
    case 'verdict.reached':
      return [`found ${foundWords(event.payload.verdict, told.verdict)}`];
    case 'verdict.changed': {
      const { run, verdict, because } = event.payload;
      const before = told.verdicts.get(run);
      const was = before === undefined || saySame(before, verdict) ? '' : `; before: ${verdictWords(before)}`;
      return [`changed the diagnosis to ${verdictWords(verdict)}${was} (${because})`];
    }
    case 'incident.closed':
      return closedWords(event);
    case 'incident.reopened':
      return [`reopened it${colon(event.payload.reason)}`];
    case 'alert.changed':
      return [`${event.payload.alert} is ${event.payload.state}${colon(event.payload.says)}`];
    case 'incident.nudged': {
      const { to } = event.payload;
      return to === null ? ['nobody acknowledged'] : [`nobody acknowledged; ${to} was reminded`];
    }
    case 'target.missed': {
      const { target, due } = event.payload;
      return [`missed the target to ${target} by `, { time: due, to: 'minute' }];
    }
    case 'incident.escalated': {
      const { to, because, level } = event.payload;
      return [`called ${to}${level === null ? '' : ` (level ${level})`}${colon(because)}`];
    }
    default:
      return afterwards(event, told);
  }
}

/** What is done once it is over. */
function afterwards(event: Event, { followUps }: Told): Text | null {
  switch (event.type) {
    case 'report.written':
      return text(
        `wrote summary${event.payload.document === null ? '' : ' and document'}; record `,
        { code: event.payload.head.slice(0, 8) },
        event.payload.trouble !== null && `; ${event.payload.trouble}`,
      );
    case 'data.checked':
      return text(DATA[event.payload.holds], event.payload.says.length > 0 && [': ', ...event.payload.says]);
    case 'task.ticked': {
      const { task, done } = event.payload;
      return [`${done ? 'done' : 'not done after all'}: ${taskWords(task, followUps)}`];
    }
    case 'draft.written':
      return [event.payload.task === 'post_mortem' ? 'proposed a post-mortem' : 'drafted a change to the runbook'];
    default:
      return null;
  }
}

/** `verify data integrity`, or the follow-up that people named. */
export function taskWords(task: string, followUps: readonly FollowUp[]): string {
  const fixed = TASKS.find((one): one is Task => one === task);
  if (fixed !== undefined) return TASK_WORDS[fixed];
  return followUps[Number(task.replace('follow_up_', '')) - 1]?.what ?? task;
}

/** Whether the data is right, in words. */
export const DATA = {
  yes: 'verified the data',
  no: 'the data is not right',
  unknown: 'could not tell whether the data is right',
} as const;

function roleWords({ actor, payload: { role, to } }: Extract<Event, { type: 'role.given' }>): Text {
  if (actor !== to) return ['made ', { person: to }, ` ${role}`];
  return [role === 'commander' ? 'took command' : `took the role ${role}`];
}

function closedWords({ payload: { how, reason } }: Extract<Event, { type: 'incident.closed' }>): Text {
  const words = { cancelled: 'cancelled it', false_alarm: 'closed it as a false alarm', resolved: 'resolved it' };
  return [`${words[how]}${colon(reason)}`];
}

function foundWords(verdict: Verdict, before: Verdict | null): string {
  if (before === null) return verdictWords(verdict);
  if (saySame(verdict, before)) return `${verdictWords(verdict)}, as before`;
  const now = before.state === 'up' ? verdictWords(verdict) : afterIll(verdict);
  return `${now}; before: ${verdictWords(before)}`;
}

function colon(words: string): string {
  return words === '' ? '' : `: ${words}`;
}
