import type { Event, EventPayloads } from './events.js';
import { yesesNeeded, type Remedies, type Request, type Watch } from './remedy.js';

/** Events about remedies and what comes after them. */
export type RemedyEvent = Extract<Event, { type: `remed${string}` | `watch.${string}` | `attempt.${string}` }>;

export const NO_REMEDIES: Remedies = {
  round: null,
  offered: 0,
  offers: [],
  impossible: [],
  off: null,
  requests: [],
};

/** What of an incident events about remedies change. */
interface Mending {
  readonly remedies: Remedies;
  readonly watches: readonly Watch[];
}

/** The next state after an event about a remedy. */
export function evolveRemedy({ remedies, watches }: Mending, event: RemedyEvent): Mending {
  const { requests } = remedies;
  const withRequests = (next: readonly Request[]): Mending => ({ remedies: { ...remedies, requests: next }, watches });
  switch (event.type) {
    case 'remedies.offered': {
      const { offers } = event.payload;
      return { remedies: { ...remedies, ...event.payload, offered: remedies.offered + offers.length }, watches };
    }
    case 'remedy.requested':
      return withRequests([...requests, requested(event)]);
    case 'watch.started':
      return { remedies, watches: [...watches, { ...event.payload, from: event.at, ended: null }] };
    case 'watch.ended':
      return { remedies, watches: watches.map((watch) => endWatch(watch, event)) };
    case 'attempt.refused':
      return { remedies, watches };
    default:
      return withRequests(
        requests.map((request) =>
          request.request === event.payload.request ? evolveRequest(request, event) : request,
        ),
      );
  }
}

type RequestEvent = Exclude<
  RemedyEvent,
  { type: 'remedies.offered' | 'remedy.requested' | 'attempt.refused' | `watch.${string}` }
>;

function evolveRequest(request: Request, event: RequestEvent): Request {
  const { at, actor: by } = event;
  switch (event.type) {
    case 'remedy.approved': {
      const yeses = [...request.yeses, { by, at }];
      const enough = yeses.length >= yesesNeeded(request.offer.policy, request.by);
      return { ...request, yeses, approvedAt: request.approvedAt ?? (enough ? at : null) };
    }
    case 'remedy.glass_broken':
      return { ...request, brokenGlass: { by, reason: event.payload.reason }, approvedAt: request.approvedAt ?? at };
    case 'remedy.started':
      return { ...request, started: { ...event.payload, at } };
    case 'remedy.stepped':
      return { ...request, steps: [...request.steps, { ...event.payload, at }] };
    case 'remedy.acted':
      return { ...request, acted: { ...event.payload, at }, unknown: null };
    case 'remedy.unknown':
      return { ...request, unknown: { ...event.payload, at: request.unknown?.at ?? at } };
    case 'remedy.settled':
      return { ...request, settled: { ...event.payload, by, at }, unknown: null };
    case 'remedy.ended':
      return { ...request, ended: { ...event.payload, by, at } };
  }
}

function requested({
  payload: { request, offer, lapsesAt },
  actor: by,
  at,
}: {
  payload: EventPayloads['remedy.requested'];
  actor: string;
  at: string;
}): Request {
  return {
    ...{ request, offer, by, at, lapsesAt },
    yeses: [],
    brokenGlass: null,
    approvedAt: offer.policy.approvals === 0 ? at : null,
    started: null,
    steps: [],
    acted: null,
    unknown: null,
    settled: null,
    ended: null,
  };
}

function endWatch(watch: Watch, { payload, at }: Extract<RemedyEvent, { type: 'watch.ended' }>): Watch {
  if (watch.request !== payload.request || watch.ended !== null) return watch;
  return { ...watch, ended: { how: payload.how, says: payload.says, at } };
}
