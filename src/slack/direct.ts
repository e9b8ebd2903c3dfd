import type { Logger } from 'pino';
import type { Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text } from '../text/text.js';
import type { Message } from '../view/message.js';
import type { SlackApi } from './api.js';
import type { Members } from './members.js';
import { partyNamed, type Parties } from './parties.js';
import type { Approver, Placed } from './placed.js';

/** So many people at most are written to about one request. */
const WRITTEN_TO = 10;
/** So often Slack is asked whom to write to. */
const TRIES = 3;

export interface DirectParts {
  readonly api: SlackApi;
  readonly members: Members;
  readonly parties: Parties;
  readonly log: Logger;
  /** After Slack did not tell whom to write to, ms. */
  readonly againMs: number;
}

/** A request that waits also goes to those approvers who are not in the incident's channel: the same message, with its buttons. */
export class Direct {
  readonly #parts: DirectParts;
  constructor(parts: DirectParts) {
    this.#parts = parts;
  }

  /**
   * The direct messages of an incident: those its log knows, and those that are due.
   * @param own the messages of its channel
   * @param known whom to write to by slot, as far as it was looked up; null while it is
   * @param changed is called when that has changed
   */
  places(
    incident: Incident,
    own: readonly Placed[],
    known: Map<string, readonly Approver[] | null>,
    changed: () => void,
  ): { readonly places: readonly Placed[]; readonly complete: boolean } {
    let complete = true;
    const places = own.flatMap(({ want }): Placed[] => {
      const request = incident.remedies.requests.find(({ request: one }) => want.slot === `request-${one}`);
      if (request === undefined) return [];
      const due = this.#due(incident, want.slot, request, known, changed);
      complete &&= due !== null;
      const asked = [...(waits(request) ? (due ?? []) : []), ...written(incident, request)];
      const all = new Map(asked.map((one) => [one.user, one]));
      const message = withWhy(want.message, request, incident);
      return [...all.values()].map(({ user, channel }) => ({
        want: { ...want, slot: slotOf(request, user), message },
        ...{ channel, aside: true },
      }));
    });
    return { places, complete };
  }

  /** Null while it is looked up. Once it stands in the channel, and while it waits: afterwards nobody is asked any more. */
  #due(
    incident: Incident,
    slot: string,
    request: Request,
    known: Map<string, readonly Approver[] | null>,
    changed: () => void,
  ): readonly Approver[] | null {
    const found = known.get(slot);
    if (found !== undefined) return found;
    if (!waits(request) || incident.closed !== null || incident.home === null || incident.slots[slot]?.ts == null)
      return [];
    // Practice wakes nobody who is not there.
    if (incident.drill) return [];
    known.set(slot, null);
    void this.#lookUp(request, incident.home, incident.id).then((approvers) => {
      known.set(slot, approvers);
      changed();
    });
    return null;
  }

  async #lookUp(request: Request, home: string, incident: string): Promise<readonly Approver[]> {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const users = await this.#absent(request, home);
      if (users !== null) return this.#opened(users, incident);
      if (tries < TRIES) await new Promise((resolve) => setTimeout(resolve, this.#parts.againMs).unref());
    }
    this.#parts.log.warn({ incident }, 'Slack did not tell who approves; nobody was asked in a direct message');
    return [];
  }

  /** Approvers who are not in the channel; null where Slack does not tell. */
  async #absent({ by, offer }: Request, home: string): Promise<readonly string[] | null> {
    const party = partyNamed(this.#parts.parties, offer.policy.from);
    if (party === null) return [];
    const [everybody, present] = await Promise.all([
      this.#parts.members.everybody(party),
      this.#parts.api.membersOf(home),
    ]);
    if (everybody === null || present === null) return null;
    return everybody.filter((user) => !present.includes(user) && by !== `slack:${user}`);
  }

  async #opened(users: readonly string[], incident: string): Promise<readonly Approver[]> {
    if (users.length > WRITTEN_TO)
      this.#parts.log.warn({ incident, absent: users.length }, `only ${WRITTEN_TO} approvers were written to`);
    const opened = users.slice(0, WRITTEN_TO).map(async (user): Promise<Approver[]> => {
      const channel = await this.#parts.api.directMessage(user);
      return channel === null ? [] : [{ user, channel }];
    });
    return (await Promise.all(opened)).flat();
  }
}

function waits({ approvedAt, ended }: Request): boolean {
  return approvedAt === null && ended === null;
}

function slotOf({ request }: Request, user: string): string {
  return `direct-${request}-${user}`;
}

/** Those the log knows to have been written to. */
function written({ slots }: Incident, request: Request): Approver[] {
  const prefix = slotOf(request, '');
  return Object.entries(slots)
    .filter(([slot]) => slot.startsWith(prefix))
    .map(([slot, { channel }]) => ({ user: slot.slice(prefix.length), channel }));
}

/** Why they read it here. */
function withWhy({ blocks, plain }: Message, { offer }: Request, { id }: Incident): Message {
  const says = text(`You are in ${offer.policy.from}, not in the channel of ${id}.`);
  return { blocks: [...blocks, { kind: 'context', says }], plain };
}
