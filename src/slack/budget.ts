/** Slack's calls per minute for one method, kept by ourselves so that news never waits behind progress. */
export class Budget {
  readonly #perMinute: number;
  readonly #reserve: number;
  readonly #now: () => number;
  #used: number[] = [];
  #pausedUntil = 0;

  /** `reserve` of the calls are kept for news. */
  constructor(perMinute: number, reserve: number, now: () => number = Date.now) {
    this.#perMinute = perMinute;
    this.#reserve = reserve;
    this.#now = now;
  }

  /**
   * Takes one call; 0 when it may be made now, otherwise how many ms to wait before asking again.
   * @param urgency `rest` is more of news that is told; it gives way to news, progress to both
   * @param owed so much news is on its way
   */
  take(urgency: 'news' | 'rest' | 'progress', owed = 0): number {
    const now = this.#now();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    this.#used = this.#used.filter((at) => at > now - 60_000);
    const kept = { news: 0, rest: owed, progress: Math.max(this.#reserve, owed) };
    const most = this.#perMinute - kept[urgency];
    if (this.#used.length < most) {
      this.#used.push(now);
      return 0;
    }
    const free = this.#used[this.#used.length - most];
    return Math.max(50, (free ?? now) + 60_000 - now);
  }

  /** Slack said that there were too many all the same: nothing for so many ms. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + ms);
  }
}
