/** Where a check stands in a queue. */
export interface Place {
  /** Lower goes first; among equals, who came first. */
  readonly rank: number;
  /** It starts a program in a container, which costs the host more than a question. */
  readonly program: boolean;
}

interface Waiting extends Place {
  readonly enter: () => void;
}

export interface SlotsOptions {
  /** So many questions at once: enough for a whole diagnosis. */
  readonly most: number;
  /** So many while many wait: then each takes less of what all share, and people are heard in between. */
  readonly mostBusy: number;
  /** So many programs beside them. */
  readonly mostPrograms: number;
}

/**
 * Counts what is under way and lets the next one in when one is done: what its verdict needs first. Programs have places of
 * their own, but while many questions wait they would take the processor from them, so they wait too.
 */
export class Slots {
  readonly #options: SlotsOptions;
  readonly #turns: Turns;
  readonly #underWay = { questions: 0, programs: 0 };
  readonly #questions: Waiting[] = [];
  readonly #programs: Waiting[] = [];

  constructor(options: SlotsOptions, turns: Turns) {
    this.#options = options;
    this.#turns = turns;
  }

  async take(place: Place): Promise<void> {
    const entered = new Promise<void>((enter) => {
      (place.program ? this.#programs : this.#questions).push({ ...place, enter });
    });
    this.#letIn();
    await entered;
    await this.#turns.own();
  }

  free({ program }: Place): void {
    this.#underWay[program ? 'programs' : 'questions'] -= 1;
    this.#letIn();
  }

  /** No more wait than two diagnoses ask. */
  get #calm(): boolean {
    return this.#questions.length <= 2 * this.#options.most;
  }

  #letIn(): void {
    const { most, mostBusy, mostPrograms } = this.#options;
    while (this.#underWay.questions < (this.#calm ? most : mostBusy) && this.#questions.length > 0) {
      this.#underWay.questions += 1;
      first(this.#questions).enter();
    }
    while (this.#calm && this.#underWay.programs < mostPrograms && this.#programs.length > 0) {
      this.#underWay.programs += 1;
      first(this.#programs).enter();
    }
  }
}

/** Takes the first of the lowest rank out of a queue that is not empty. */
function first(queue: Waiting[]): Waiting {
  const lowest = Math.min(...queue.map(({ rank }) => rank));
  const [next] = queue.splice(
    queue.findIndex(({ rank }) => rank === lowest),
    1,
  );
  if (next === undefined) throw new Error('the queue is empty');
  return next;
}

/** In each turn of the event loop one check begins: when ten incidents begin at once, people are heard in between. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  async own(): Promise<void> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    await this.#last;
  }
}
