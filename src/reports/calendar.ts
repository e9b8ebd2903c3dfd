import { addMinutes } from 'date-fns/addMinutes';
import { createEvent, type DateArray } from 'ics';
import type { Account, MadeFile } from '../engine/reporter.js';
import { factsOf } from './facts.js';
import { fileName } from './file-name.js';
import { slotAfter, type Slot } from './post-mortem-slot.js';
import { plain } from './markdown.js';
import { found, stateIn } from './words.js';

const MINUTES = 45;

/** When the post-mortem of an incident could be; null before it was closed. */
export function slotOf(account: Account): Slot | null {
  const closed = factsOf(account)?.closed ?? null;
  return closed === null ? null : slotAfter(new Date(closed.at), account.now);
}

/** A calendar file with a proposal for the post-mortem; null before the incident was closed. It invites nobody: the bot knows no addresses. */
export function calendarFile(account: Account): MadeFile | null {
  const facts = factsOf(account);
  const slot = slotOf(account);
  if (facts === null || slot === null) return null;
  const { incident, diagnosis } = facts;
  const what = diagnosis === null ? '' : ` ${stateIn(diagnosis.verdict)}: ${found(diagnosis.verdict)}`;
  const title = `Post-mortem ${account.incident}: ${plain([`${incident.service}${what}`], account.names)}`;
  const { value, error } = createEvent({
    title,
    description: agendaOf(account),
    ...{ start: utcArray(slot.from), startInputType: 'utc', startOutputType: 'utc', endOutputType: 'utc' },
    ...{ end: utcArray(addMinutes(slot.from, MINUTES)), endInputType: 'utc' },
    ...{ uid: `${account.incident}-post-mortem@runbook-bot`, productId: 'runbook-bot', calName: title },
    ...{ status: 'TENTATIVE', busyStatus: 'TENTATIVE' },
    ...{ created: utcArray(account.now), lastModified: utcArray(account.now) },
  });
  if (value === null) throw new Error(`a calendar file could not be made: ${error?.message ?? 'no reason was given'}`);
  const name = fileName(account, 'post-mortem', 'ics');
  return { name, title: 'Post-mortem', body: stamped(value, account.now), alt: null };
}

function agendaOf(account: Account): string {
  const points = ['Timeline', 'Root cause', 'Prevention'].map((point, at) => `${at + 1}. ${point}`);
  return [
    `Agenda (blameless; ${MINUTES} minutes):`,
    ...points,
    '',
    `Read before: ${fileName(account, 'report', 'md')}`,
  ].join('\n');
}

function utcArray(at: Date): DateArray {
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
}

/** The library stamps a file with the clock of the process; the same account must give the same file. */
function stamped(file: string, now: Date): string {
  const stamp = `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return file.replace(/^DTSTAMP:.*$/m, `DTSTAMP:${stamp}\r`).replace(`${stamp}\r\r`, `${stamp}\r`);
}
