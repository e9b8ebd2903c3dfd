/** Work that is begun again whenever it ends, until it is closed. */
export interface KeptLoop {
  /** Gives up what it does or waits for, and begins at once. */
  restart(): void;
  /** Ends the work and waits for its end. */
  close(): Promise<void>;
}

export interface LoopOptions {
  /** Milliseconds before the second try; doubles up to `longestWait` while the work keeps ending soon. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** Work that lasted this many milliseconds was in order: the next wait is the first one again. */
  readonly inOrderAfter: number;
  readonly onFailure: (error: unknown) => void;
  readonly now: () => Date;
}

/** Starts the work now. It never rejects: failures go to `onFailure`, and the work is tried again. */
export function keepRunning(work: (signal: AbortSignal) => Promise<void>, options: LoopOptions): KeptLoop {
  let closed = false;
  let round = new AbortController();
  let wait = options.firstWait;

  async function once(): Promise<void> {
    const began = options.now().getTime();
    try {
      await work(round.signal);
    } catch (error) {
      if (!round.signal.aborted) options.onFailure(error);
    }
    if (options.now().getTime() - began >= options.inOrderAfter) wait = options.firstWait;
  }

  async function run(): Promise<void> {
    while (!isClosed()) {
      await once();
      await pause(wait, round.signal);
      wait = round.signal.aborted ? options.firstWait : Math.min(wait * 2, options.longestWait);
      if (!isClosed() && round.signal.aborted) round = new AbortController();
    }
  }

  // A function, since the value changes while the loop waits.
  const isClosed = (): boolean => closed;
  const running = run();

  return {
    restart: () => round.abort(),
    close: async () => {
      closed = true;
      round.abort();
      await running;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
