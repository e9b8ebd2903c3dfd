import type { Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { glassBroken } from './glass.js';
import { relapse } from './relapse.js';
import { attachment, decision, fileName, watchOver, work } from './remedy-thread.js';
import { approvalRequest, needsAsking } from './request.js';
import { outcomeUnknownNews, result } from './result.js';
import { inChannel, inThread, type Wanted } from './wanted-message.js';

/** The messages about remedies, in posting order: requests, how they ended, relapses. */
export function wantedRemedies(incident: Incident): readonly Wanted[] {
  return incident.remedies.requests.flatMap((request) => aboutRequest(incident, request));
}

function aboutRequest(incident: Incident, request: Request): Wanted[] {
  const { request: number, started, ended, acted, unknown, brokenGlass } = request;
  const watch = incident.watches.find((one) => one.request === number);
  // A message that was once sent stays, and says what became of what it asked.
  const sent = (slot: string): boolean => incident.slots[slot] !== undefined;
  const asks = needsAsking(request) || sent(`request-${number}`);
  const unsure = (unknown !== null && unknown.find !== null) || sent(`unknown-${number}`);
  const how = result(incident, request);
  const why = decision(incident, request);
  return [
    ...(asks ? [inChannel(`request-${number}`, approvalRequest(incident, request))] : []),
    ...(brokenGlass === null ? [] : [inChannel(`glass-${number}`, glassBroken(incident, request, brokenGlass))]),
    ...(why === null ? [] : [inThread(`decision-${number}`, why)]),
    ...(unsure ? [inChannel(`unknown-${number}`, outcomeUnknownNews(incident, request))] : []),
    ...(how === null ? [] : [inChannel(`result-${number}`, how)]),
    ...(started === null || ended === null ? [] : [inThread(`work-${number}`, work(incident, request, started))]),
    ...(acted?.attachments ?? []).map((one, at) =>
      inThread(`file-${number}-${at + 1}`, attachment(incident, request, one), {
        name: fileName(incident, request, one),
        title: one.title,
        hash: one.hash,
        encoding: 'utf8',
        alt: null,
      }),
    ),
    ...(watch?.ended != null && watch.ended.how !== 'relapsed'
      ? [inThread(`watch-${number}`, watchOver(incident, request, watch))]
      : []),
    ...(watch?.ended?.how === 'relapsed'
      ? [inChannel(`relapse-${number}`, relapse(incident, request, watch.ended))]
      : []),
  ];
}
