import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import { followUpsIn } from '../incident/follow-ups.js';
import type { Told } from '../incident/record.js';
import { latestRun, type Incident } from '../incident/state.js';
import { timesOf } from '../incident/times.js';
import type { Runbook } from '../runbook/runbook.js';
import { cleanText, cutText } from '../text/clean.js';
import { maskSecrets } from '../text/mask.js';
import { formatDuration } from '../text/units.js';
import { REASON_MOST, type Field, type Form } from './forms.js';
import { section } from './message.js';
import { capital } from './remedy-words.js';

const IMPACT_MOST = 1_000;
const FOLLOW_UPS_MOST = 3_000;
/** What a list of Slack shows of one answer. */
const OPTION_MOST = 75;
const NOT_KNOWN = 'not_known';

/** What only people know, asked when they resolve, with what the record knows already. `runbook`: of the newest run, null where it is gone; `what`: what fixed it, as far as they said. */
export function resolveForm(incident: Incident, runbook: Runbook | null, what: string): Form {
  const cause = causeField(incident);
  return {
    action: 'resolve_incident',
    value: incident.id,
    title: `Resolve ${incident.id}`,
    blocks: [section('From this and the record the summary is written. What you leave empty reads “not recorded”.')],
    fields: [
      written('reason', 'What fixed it?', null, cutText(what || fixedBy(incident), REASON_MOST), REASON_MOST, true),
      written('impact', 'Who felt it, and how?', null, cutText(impactOf(incident), IMPACT_MOST), IMPACT_MOST, false),
      ...(cause === null ? [] : [cause]),
      written(
        'follow_ups',
        'What remains to be done?',
        'One a line. @name and a date like 2026-12-01 may stand in it.',
        followUpsOf(incident, runbook),
        FOLLOW_UPS_MOST,
        false,
      ),
    ],
    submit: 'Resolve',
    close: 'Go back',
  };
}

/** The answers of that form by field, cleaned, and with secrets masked. */
export function toldOf(answers: Readonly<Record<string, string | undefined>>): Told {
  const said = (field: string): string => maskSecrets(cleanText(answers[field] ?? '')).trim();
  const cause = said('cause');
  return {
    impact: cutText(said('impact'), IMPACT_MOST),
    cause: cause === NOT_KNOWN ? '' : cutText(cause, REASON_MOST),
    followUps: followUpsIn(said('follow_ups')),
  };
}

function written(
  id: string,
  label: string,
  hint: string | null,
  initial: string,
  most: number,
  required: boolean,
): Field {
  return { id, label, hint, initial, lines: 'many', required, most, options: null };
}

/** The remedy that was seen to work last. */
function fixedBy({ remedies }: Incident): string {
  const worked = remedies.requests.findLast(({ ended }) => ended?.how === 'verified');
  return worked === undefined ? '' : capital(worked.offer.plan.title);
}

function impactOf(incident: Incident): string {
  const impact = incident.response?.impact ?? null;
  if (impact === null) return '';
  const { opened, mitigated } = timesOf(incident);
  const lasted = mitigated === null ? '' : `, for ${formatDuration(differenceInMilliseconds(mitigated, opened))}`;
  return `${impact.users}${impact.endpoints === null ? '' : ` (${impact.endpoints})`}${lasted}`;
}

/** Asked only where the bot did not name exactly one: what it named or left open to choose from, or in their own words. */
function causeField(incident: Incident): Field | null {
  const verdict = latestRun(incident)?.verdict ?? null;
  const named = verdict?.named ?? [];
  if (named.length === 1) return null;
  const ranked = [
    ...new Set([...named, ...(verdict?.candidates ?? [])].map(({ title }) => cutText(title, OPTION_MOST))),
  ];
  if (ranked.length === 0) return written('cause', 'Root cause, if you know it', null, '', REASON_MOST, false);
  const options = [
    ...ranked.map((title) => ({ value: title, label: capital(title) })),
    { value: NOT_KNOWN, label: 'Something else, or not known' },
  ];
  const hint = 'Something else: say it in the first field.';
  return { id: 'cause', label: 'Root cause', hint, initial: '', lines: 'one', required: false, most: 75, options };
}

/** What the runbook proposes for the causes that were named, and what the remedy that worked leaves to do; whole lines. */
function followUpsOf(incident: Incident, runbook: Runbook | null): string {
  const named = latestRun(incident)?.verdict?.named ?? [];
  const proposed = named.flatMap(({ id }) => runbook?.causes.find((cause) => cause.id === id)?.followUps ?? []);
  const worked = incident.remedies.requests.filter(({ ended }) => ended?.how === 'verified');
  const left = worked.flatMap(({ offer }) => offer.plan.afterwards ?? []);
  const lines = [...new Set([...left, ...proposed].map((line) => capital(line.replaceAll('`', ''))))];
  return lines.reduce(
    (all, line) => (all.length + line.length < FOLLOW_UPS_MOST ? `${all}${all === '' ? '' : '\n'}${line}` : all),
    '',
  );
}
