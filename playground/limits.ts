import type { Clock } from './model.js';

/** Slack's tiers, in calls a minute; `post` is chat.postMessage: about one a second and channel, with a small burst. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

const A_MINUTE: Readonly<Record<1 | 2 | 3 | 4, number>> = { 1: 1, 2: 20, 3: 50, 4: 100 };
const MINUTE = 60_000;
const POST_BURST = 5;
const POST_EVERY = 1_000;

export interface LimitOptions {
  /** Off: nothing is ever refused. */
  readonly enabled: boolean;
  /** 60 makes a minute pass in a second. */
  readonly speed: number;
}

/** Counts calls per method (and per channel for posts) and says when there were too many. */
export class Limits {
  readonly #options: LimitOptions;
  readonly #clock: Clock;
  readonly #calls = new Map<string, number[]>();
  readonly #posts = new Map<string, { tokens: number; at: number }>();

  constructor(options: LimitOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Counts a call. Returns undefined if it may happen, otherwise the whole seconds to wait (`Retry-After`). */
  take(method: string, tier: Tier, channel: string): number | undefined {
    if (!this.#options.enabled || tier === 'none') return undefined;
    return tier === 'post' ? this.#takePost(channel) : this.#takeTier(method, A_MINUTE[tier]);
  }

  #takeTier(method: string, allowed: number): number | undefined {
    const now = this.#clock();
    const window = MINUTE / this.#options.speed;
    const recent = (this.#calls.get(method) ?? []).filter((at) => now - at < window);
    const oldest = recent[0];
    this.#calls.set(method, recent);
    if (recent.length >= allowed && oldest !== undefined) return seconds(oldest + window - now);
    recent.push(now);
    return undefined;
  }

  #takePost(channel: string): number | undefined {
    const now = this.#clock();
    const every = POST_EVERY / this.#options.speed;
    const before = this.#posts.get(channel) ?? { tokens: POST_BURST, at: now };
    const tokens = Math.min(POST_BURST, before.tokens + (now - before.at) / every);
    if (tokens < 1) {
      this.#posts.set(channel, { tokens, at: now });
      return seconds((1 - tokens) * every);
    }
    this.#posts.set(channel, { tokens: tokens - 1, at: now });
    return undefined;
  }
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
