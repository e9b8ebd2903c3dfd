import type { View } from './blocks/schema.js';
import type { Changes } from './changes.js';
import type { Ids } from './ids.js';

/** A modal on somebody's screen as it is now. Frozen, like messages. */
export interface Modal {
  readonly id: string;
  /** Changes with every update; an update that names an older one is refused. */
  readonly hash: string;
  readonly user: string;
  readonly view: View;
  readonly rootId: string;
  readonly previousId?: string;
  /** What the app answered to a submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** How many modals can lie on one another. */
export const STACK = 3;

/** The modals that are open, person by person, the lowest first. */
export class Modals {
  readonly #open = new Map<string, Modal>();
  readonly #changes: Changes;
  readonly #ids: Ids;

  constructor(changes: Changes, ids: Ids) {
    this.#changes = changes;
    this.#ids = ids;
  }

  of(user: string): Modal[] {
    return [...this.#open.values()].filter((one) => one.user === user);
  }

  find(id: string): Modal | undefined {
    return this.#open.get(id);
  }

  findByExternalId(externalId: string): Modal | undefined {
    return [...this.#open.values()].find((one) => one.view.external_id === externalId);
  }

  /** Puts a modal on the screen: alone, or on top of `onto`. */
  open(user: string, view: View, onto?: Modal): Modal {
    if (onto === undefined) this.#drop(this.of(user));
    const id = this.#ids.next('V');
    return this.#keep({
      id,
      hash: this.#hash(),
      user,
      view,
      rootId: onto?.rootId ?? id,
      errors: {},
      ...(onto === undefined ? {} : { previousId: onto.id }),
    });
  }

  update(modal: Modal, view: View): Modal {
    return this.#keep({ ...modal, view, hash: this.#hash(), errors: {} });
  }

  complain(modal: Modal, errors: Readonly<Record<string, string>>): Modal {
    return this.#keep({ ...modal, errors });
  }

  /** Takes one modal off, or the whole stack of its person. */
  close(modal: Modal, all = false): void {
    this.#drop(all ? this.of(modal.user) : [modal]);
    this.#changes.emit();
  }

  #drop(modals: readonly Modal[]): void {
    for (const one of modals) this.#open.delete(one.id);
  }

  #keep(modal: Modal): Modal {
    const frozen = Object.freeze(modal);
    this.#open.set(modal.id, frozen);
    this.#changes.emit();
    return frozen;
  }

  #hash(): string {
    return this.#ids.next('').toLowerCase();
  }
}
