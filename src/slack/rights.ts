import type { Rights } from '../../commands/command.js';
import type { Policy } from '../incident/remedy.js';
import type { Members, Membership } from './members.js';
import { partyNamed, type Parties } from './parties.js';

/** What people of Slack may do by config.yml as it is now, looked up whenever it is asked. */
export class SlackRights {
  readonly #members: Members;
  readonly #parties: Parties;
  /** The party that may act without a yes; null where nobody may. */
  readonly breakGlassParty: string | null;

  constructor(members: Members, parties: Parties, breakGlassParty: string | null) {
    this.#members = members;
    this.#parties = parties;
    this.breakGlassParty = breakGlassParty;
  }

  /** Whether this user's yes counts under the policy. */
  async approve(user: string, { from }: Policy): Promise<Membership> {
    return this.#belongs(user, from);
  }

  /** Whether this user may act without anybody's yes. */
  async breakGlass(user: string): Promise<Membership> {
    return this.breakGlassParty === null ? 'no' : this.#belongs(user, this.breakGlassParty);
  }

  /** The same for words typed by this user: what Slack does not tell is no. */
  of(user: string): Rights {
    return {
      approve: async (policy) => (await this.approve(user, policy)) === 'yes',
      breakGlass: async () => (await this.breakGlass(user)) === 'yes',
    };
  }

  async #belongs(user: string, name: string): Promise<Membership> {
    const party = partyNamed(this.#parties, name);
    return party === null ? 'no' : this.#members.belongs(user, party);
  }
}
