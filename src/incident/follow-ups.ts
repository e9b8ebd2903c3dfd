import type { FollowUp } from './record.js';

/** More than this many are a plan, not follow-ups. */
const MOST = 20;

/** Follow-ups as people type them, one a line: `file a bug for the leak @sam 2026-12-01`. Name and date may stand anywhere in the line. */
export function followUpsIn(typed: string): readonly FollowUp[] {
  return typed
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s*(?:\[[ x]?\]\s*)?/u, '').trim())
    .filter((line) => line !== '')
    .slice(0, MOST)
    .map(followUp);
}

function followUp(line: string): FollowUp {
  const owner = /(?:^|\s)@([\p{L}\p{N}._-]+)/u.exec(line)?.[1] ?? null;
  const due = /(?:^|\s)(\d{4}-\d{2}-\d{2})(?=$|[\s,.;:)])/u.exec(line)?.[1] ?? null;
  const day = isDate(due) ? due : null;
  const rest = line
    .replace(owner === null ? '' : `@${owner}`, '')
    .replace(day === null ? '' : new RegExp(`(?:\\bby\\s+)?${day}`, 'iu'), '');
  const what = rest.replace(/\s+/gu, ' ').replace(/^[\s,;:(]+|[\s,;:(]+$/gu, '');
  return { what, owner, due: day };
}

function isDate(written: string | null): written is string {
  return written !== null && !Number.isNaN(Date.parse(`${written}T00:00:00Z`));
}
