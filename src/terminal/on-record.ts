import type { Wish } from '../engine/ports.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';

/** Wishes that are fulfilled once they are on record: nothing is done in the world for them. */
const PLAIN = ['acknowledge', 'set_severity', 'give_role', 'escalate', 'snooze', 'note', 'reopen'] as const;
export type PlainCommand = Extract<Wish['command'], { do: (typeof PLAIN)[number] }>;

export function isPlain(command: Wish['command']): command is PlainCommand {
  return PLAIN.some((one) => one === command.do);
}

/** What stands on record now because of the wish, in a sentence; null while it does not. `before`: the incident when it was made. */
export function onRecord(command: PlainCommand, before: Incident, now: Incident): Text | null {
  const { id } = now;
  switch (command.do) {
    case 'acknowledge':
      return now.acknowledged === null ? null : [`${id} is acknowledged by `, { person: now.acknowledged.by }, '.'];
    case 'set_severity':
      return now.severity === command.severity ? [`${id} is ${now.severity} now.`] : null;
    case 'give_role':
      return now.roles[command.role]?.who === command.to
        ? [{ person: command.to }, ` is ${command.role} of ${id} now.`]
        : null;
    case 'escalate':
      return escalated(before, now);
    case 'snooze':
      return now.snoozed?.by === command.by && now.snoozed.until !== before.snoozed?.until
        ? [`No update of ${id} is asked for before `, { time: now.snoozed.until, to: 'minute' }, '.']
        : null;
    case 'note':
      if (now.notes.count === before.notes.count) return null;
      return [command.private ? `Noted in ${id}; it stays out of documents and exports.` : `Noted in ${id}.`];
    case 'reopen':
      return now.reopened.length === before.reopened.length ? null : [`${id} is open again.`];
  }
}

function escalated(before: Incident, { id, escalations }: Incident): Text | null {
  const newest = escalations.at(-1);
  if (newest === undefined || escalations.length === before.escalations.length) return null;
  const { to, level } = newest;
  return text(`${id} is escalated to ${to}`, level !== null && `, level ${level}`, '.');
}
