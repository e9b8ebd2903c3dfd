import type { EventHistory, ServiceTarget } from '../checks/containers.js';
import type { Engine } from './engine.js';
import { toMessage, type EngineMessage } from './event.js';
import { EventRecord } from './event-record.js';
import { readJsonLines } from './json-lines.js';
import { keepRunning } from './kept-loop.js';
import type { Log } from './log.js';
import { engineSeconds } from './time.js';

const LIMIT = 3_000;
// A message the kept stream did not bring within this time shows that the stream is dead though nobody told us.
const LATEST = 2_000;
const LOOP = { firstWait: 250, longestWait: 5_000, inOrderAfter: 5_000 };

/** The kept event stream of one engine. */
export interface EventWatch {
  /** What happened since a time (ISO 8601), asked of the engine and joined with what was kept. Throws `CannotLook`. */
  history(service: ServiceTarget, since: string, signal: AbortSignal): Promise<EventHistory>;
  /** Calls back for every new event of a container's life. */
  onLife(listener: (life: NonNullable<EngineMessage['life']>) => void): void;
  close(): Promise<void>;
}

/** Begins to watch at once, and again whenever the engine goes and comes back. */
export function watchEvents(engine: Engine, log: Log, now: () => Date): EventWatch {
  const record = new EventRecord();
  const listeners: ((life: NonNullable<EngineMessage['life']>) => void)[] = [];
  /** Milliseconds since when the stream has been open, null while it is not. */
  let openSince: number | null = null;

  function tell(message: EngineMessage): void {
    if (message.life !== null) for (const listener of listeners) listener(message.life);
  }

  async function refill(signal: AbortSignal): Promise<EngineMessage[]> {
    const { messages, askedAt } = await repetition(engine, now, signal);
    const fresh = record.refill(messages, askedAt, openSince !== null);
    fresh.forEach(tell);
    return fresh;
  }

  async function follow(signal: AbortSignal): Promise<void> {
    await refill(signal);
    // The engine repeats its messages here too: nothing can fall between the two questions.
    const stream = await engine.open({ path: '/events', query: { since: '1' }, limit: LIMIT, signal });
    if (stream === null) return;
    openSince = now().getTime();
    try {
      for await (const written of readJsonLines(stream)) {
        const message = toMessage(written);
        if (message !== null && record.add(message)) tell(message);
      }
    } finally {
      openSince = null;
      stream.destroy();
    }
  }

  const loop = keepRunning(follow, {
    ...LOOP,
    now,
    onFailure: (error) => log.debug({ err: error, host: engine.host }, 'Docker events: stream broke, trying again'),
  });

  return {
    history: async (service, since, signal) => {
      const fresh = await refill(signal);
      const missed = now().getTime() - LATEST;
      if (openSince !== null && openSince < missed && fresh.some((message) => message.time < missed)) loop.restart();
      return record.history(service.container, since);
    },
    onLife: (listener) => {
      listeners.push(listener);
    },
    close: () => loop.close(),
  };
}

/** Everything the engine still repeats. It takes some milliseconds: the engine keeps 256 messages. */
async function repetition(
  engine: Engine,
  now: () => Date,
  signal: AbortSignal,
): Promise<{ readonly messages: EngineMessage[]; readonly askedAt: number }> {
  const askedAt = await engineClock(engine, now, signal);
  const query = { since: '1', until: engineSeconds(askedAt) };
  const messages = await engine.ask({ path: '/events', query, limit: LIMIT, signal }, async (body) => {
    const read: EngineMessage[] = [];
    for await (const written of readJsonLines(body)) {
      const message = toMessage(written);
      if (message !== null) read.push(message);
    }
    return read;
  });
  return { messages: messages ?? [], askedAt };
}

/**
 * Our own time where it agrees with the engine's clock (which it tells in whole seconds), else the engine's: asked for
 * messages until a time to come, the engine would wait for it.
 */
async function engineClock(engine: Engine, now: () => Date, signal: AbortSignal): Promise<number> {
  const ours = now().getTime();
  const date = await engine.ask({ path: '/_ping', limit: LIMIT, signal }, (answer) => {
    answer.resume();
    return Promise.resolve(answer.headers.date);
  });
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? ours : Math.min(Math.max(ours, theirs), theirs + 999);
}
