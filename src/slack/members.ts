import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { SharedReads } from '../engine/shared-reads.js';
import type { SlackParty } from './parties.js';
import { within } from './within.js';

/** Asking is part of acknowledging: it may not take long, ms. */
const PATIENCE_MS = 1_000;

/** Whether somebody belongs to a party now. `untold`: Slack did not say in time, which counts as no. */
export type Membership = 'yes' | 'no' | 'untold';

/** Who belongs to which party, asked at the click: a yes of before is never believed. Clicks that arrive together share an answer. */
export class Members {
  readonly #client: webApi.WebClient;
  readonly #log: Logger;
  readonly #groups = new SharedReads<readonly string[] | null>();
  readonly #people = new SharedReads<'active' | 'gone' | null>();

  constructor(client: webApi.WebClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** By Slack user id. Takes a second at most. */
  async belongs(user: string, party: SlackParty): Promise<Membership> {
    return (await within(PATIENCE_MS, this.#belongs(user, party))) ?? 'untold';
  }

  /** Everybody in the party, as user ids; null where Slack does not tell. */
  async everybody({ groups, users }: SlackParty): Promise<readonly string[] | null> {
    const members = await Promise.all(groups.map((group) => this.#membersOf(group)));
    const known = members.filter((one) => one !== null);
    return known.length < members.length ? null : [...new Set([...users, ...known.flat()])];
  }

  async #belongs(user: string, { groups, users }: SlackParty): Promise<Membership> {
    const asked = users.includes(user) ? [] : groups;
    const [person, members] = await Promise.all([
      this.#person(user),
      Promise.all(asked.map((group) => this.#membersOf(group))),
    ]);
    if (person === 'gone') return 'no';
    const named = users.includes(user) || members.some((one) => one?.includes(user) === true);
    if (!named) return members.includes(null) ? 'untold' : 'no';
    return person === null ? 'untold' : 'yes';
  }

  /** Within patience, so that who asks next does not wait behind a silent Slack for longer. */
  async #membersOf(group: string): Promise<readonly string[] | null> {
    return this.#groups.read(group, () =>
      within(PATIENCE_MS, this.#told(this.#client.usergroups.users.list({ usergroup: group }), { group })).then(
        (answer) => answer?.users ?? null,
      ),
    );
  }

  async #person(user: string): Promise<'active' | 'gone' | null> {
    return this.#people.read(user, async () => {
      const answer = await within(PATIENCE_MS, this.#told(this.#client.users.info({ user }), { user }));
      if (answer?.user === undefined) return null;
      return answer.user.deleted === true ? 'gone' : 'active';
    });
  }

  async #told<T>(asked: Promise<T>, about: object): Promise<T | null> {
    return asked.catch((error: unknown) => {
      this.#log.warn({ err: error, ...about }, 'Slack did not tell who belongs to a party');
      return null;
    });
  }
}
