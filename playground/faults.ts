/** How a call goes wrong. `timeout` never answers; `reset` drops the connection; an error is answered as `ok: false`. */
export type FaultKind = 'rate_limited' | 'http_500' | 'timeout' | 'reset' | { readonly error: string };

export interface Fault {
  /** A Web API method, or `response_url` for those. */
  readonly method: string;
  readonly kind: FaultKind;
  /** How many calls it hits; 1 if not given. */
  readonly times?: number;
  /** The call takes effect first, and the caller doesn't learn of it. */
  readonly afterEffect?: boolean;
  /** For `rate_limited`, in seconds; 1 if not given. */
  readonly retryAfter?: number;
  /** Hits only calls whose arguments satisfy this. */
  readonly where?: (input: Readonly<Record<string, unknown>>) => boolean;
}

/** Faults waiting for the calls they spoil. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];
  #everything: Omit<Fault, 'method' | 'times' | 'where'> | null = null;

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
    this.#everything = null;
  }

  /** Spoils every call of every method from now on, as often as they come; null for none any more. */
  spoilAll(how: Omit<Fault, 'method' | 'times' | 'where'> | null): void {
    this.#everything = how;
  }

  /** How many calls are still to be spoiled: a test can prove that its fault was met. */
  left(): number {
    return this.#waiting.reduce((sum, one) => sum + one.left, 0);
  }

  /** The fault for this call, if there is one; it counts as used. */
  take(method: string, input: Readonly<Record<string, unknown>>): Fault | undefined {
    const hit = this.#waiting.find(({ fault }) => fault.method === method && (fault.where?.(input) ?? true));
    if (hit === undefined) return this.#everything === null ? undefined : { ...this.#everything, method };
    hit.left -= 1;
    this.#waiting = this.#waiting.filter((one) => one.left > 0);
    return hit.fault;
  }
}
