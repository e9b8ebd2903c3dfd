import type { Incident } from '../incident/state.js';
import type { Members } from './members.js';
import { partyNamed, type Parties, type SlackParty } from './parties.js';

export interface GuestParts {
  readonly members: Members;
  readonly parties: Parties;
  /** The party that may say yes; null where there is none. */
  readonly approvers: string | null;
  /** So many people at most are invited at once. */
  readonly mostGuests: number;
}

/** Who belongs into an incident's own channel and was not asked yet: who opened it and who did something about it, the approvers, and who is on call. In a drill nobody is called. */
export function guestsOf(
  incident: Incident,
  invited: { readonly guests: ReadonlySet<string>; readonly parties: ReadonlySet<string> },
  { parties, approvers }: GuestParts,
): { readonly users: readonly string[]; readonly parties: readonly SlackParty[] } {
  const users = actorsIn(incident).flatMap((actor) => (actor.startsWith('slack:') ? [actor.slice(6)] : []));
  const named = incident.drill ? [] : [approvers, incident.response?.onCall ?? null];
  const called = [...new Set(named)].flatMap((name) => (name === null ? [] : (partyNamed(parties, name) ?? [])));
  return {
    users: [...new Set(users)].filter((user) => !invited.guests.has(user)),
    parties: called.filter(({ name }) => !invited.parties.has(name)),
  };
}

function actorsIn({ openedBy, acknowledged, roles, remedies }: Incident): readonly string[] {
  return [
    openedBy,
    ...(acknowledged === null ? [] : [acknowledged.by]),
    ...Object.values(roles).map(({ who }) => who),
    ...remedies.requests.map(({ by }) => by),
  ];
}
