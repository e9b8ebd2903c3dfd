import { cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import type { Severity } from '../src/runbook/runbook.js';
import type { Ask, Reading, Subcommand } from './command.js';
import { typed } from './offers.js';
import { findIncident, refused } from './target.js';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];
/** Words longer than this are nobody's. */
const WORD_MOST = 60;

/** Says how bad it is. */
export const severity: Subcommand = {
  word: 'severity',
  group: 'act',
  usage: 'severity high',
  says: `how bad it is: ${SEVERITIES.join(', ')}`,
  answer: async (ask) => {
    const target = await findIncident(ask, 'severity high');
    if ('unclear' in target) return target.unclear;
    const { incident, rest } = target;
    const said = rest.join(' ').toLowerCase();
    const chosen = SEVERITIES.find((one) => one === said);
    if (chosen === undefined) return notOne(ask, said, incident.id, incident.severity);
    const command = { do: 'set_severity', by: ask.by, severity: chosen } as const;
    return { wish: { command, runbook: null }, incident: incident.id };
  },
};

function notOne(ask: Ask, said: string, id: string, now: Severity): Reading {
  const meant = said.length > WORD_MOST ? null : nearest(said, SEVERITIES);
  const right = typed(ask, 'severity', meant ?? 'high', id);
  if (said === '')
    return refused(
      `${id} is ${now}. It may be ${SEVERITIES.join(', ')}; nothing was changed. Send `,
      { code: right },
      '.',
    );
  return refused(
    { code: cutText(said, WORD_MOST) },
    ' is no severity; ',
    ...(meant === null ? [`there are ${SEVERITIES.join(', ')}`] : ['nearest: ', { code: meant }]),
    '. Nothing was changed. Send ',
    { code: right },
    '.',
  );
}
