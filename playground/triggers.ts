import { createHash } from 'node:crypto';
import type { Ids } from './ids.js';
import type { Clock } from './model.js';
import { Refusal } from './web-api/refusal.js';

const LIFE = 3_000;

/** Who did something, and in which modal if in one. */
export interface Occasion {
  readonly user: string;
  readonly view?: string;
}

/** The ids that let an app open a modal: good for three seconds unless told otherwise, once. */
export class Triggers {
  readonly #known = new Map<string, { occasion: Occasion; at: number; used: boolean }>();
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #life: number;

  /** @param life in milliseconds */
  constructor(ids: Ids, clock: Clock, life = LIFE) {
    this.#ids = ids;
    this.#clock = clock;
    this.#life = life;
  }

  make(occasion: Occasion): string {
    const at = this.#clock();
    const tail = createHash('md5').update(this.#ids.next('trigger')).digest('hex');
    const id = `${Math.floor(at / 1000)}.${at}.${tail}`;
    this.#known.set(id, { occasion, at, used: false });
    return id;
  }

  /** @throws Refusal `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`. */
  exchange(id: string): Occasion {
    const trigger = this.#known.get(id);
    if (trigger === undefined) throw new Refusal('invalid_trigger_id');
    if (trigger.used) throw new Refusal('exchanged_trigger_id');
    if (this.#clock() - trigger.at > this.#life) throw new Refusal('expired_trigger_id');
    trigger.used = true;
    return trigger.occasion;
  }
}
