import { DRAFTED, type Report } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { checklist } from './checklist.js';
import { escalated } from './escalated.js';
import { handover, needsTelling } from './handover.js';
import { nudge, updateDue } from './reminders.js';
import { reopenedNews } from './reopened.js';
import { draftMessage, fileMessage } from './report-files.js';
import { resolved } from './resolved.js';
import { inChannel, inThread, type Wanted } from './wanted-message.js';

/** The messages about people, time and what is written down, in posting order. */
export function wantedRecord(incident: Incident): readonly Wanted[] {
  const { nudged, updates, handovers, escalations, reopened, reports } = incident;
  return [
    ...(nudged === null ? [] : [inThread('nudge', nudge(incident, nudged))]),
    ...updates.flatMap((_, at) => {
      const message = updateDue(incident, at + 1);
      return message === null ? [] : [inThread(`update-${at + 1}`, message)];
    }),
    ...handovers.flatMap((one, at) =>
      needsTelling(one) ? [inThread(`handover-${at + 1}`, handover(incident, one))] : [],
    ),
    ...escalations.map((one, at) => inChannel(`escalated-${at + 1}`, escalated(incident, one))),
    ...reports.flatMap((report) => ofReport(incident, report)),
    ...reopened.map((one, at) => inChannel(`reopened-${at + 1}`, reopenedNews(incident, one))),
  ];
}

/** The summary in the channel; in the thread what was written, and what is to be done. */
function ofReport(incident: Incident, report: Report): Wanted[] {
  const { report: number, document, pictures } = report;
  return [
    inChannel(`resolved-${number}`, resolved(incident, report)),
    ...(document === null ? [] : [inThread(`document-${number}`, fileMessage(incident, document), document)]),
    ...pictures.map((picture, at) => inThread(`picture-${number}-${at + 1}`, fileMessage(incident, picture), picture)),
    inThread(`checklist-${number}`, checklist(incident, report)),
    ...draftsOf(incident, report),
  ];
}

/** Drafts that were written for this end, and not for a later one. */
function draftsOf(incident: Incident, { report, at }: Report): Wanted[] {
  const next = incident.reports.find((one) => one.report > report);
  return DRAFTED.flatMap((task) => {
    const draft = incident.drafts[task];
    if (draft == null || draft.at < at || (next !== undefined && draft.at >= next.at)) return [];
    return [inThread(`draft-${task}-${report}`, draftMessage(incident, task, draft), draft.file)];
  });
}
