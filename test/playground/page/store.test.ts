import { beforeEach, describe, expect, test } from '@jest/globals';
import type { PageAnswer, PageEvent } from '../../../playground/page-server/protocol.js';
import { Store } from '../../../playground/page/store.js';
import { sam, said, seen } from './samples.js';

type Listener = (event: { readonly data?: unknown }) => void;

/** A stream whose words the test says. */
class FakeStream {
  readonly path: string;
  closed = false;
  readonly #listeners = new Map<string, Listener>();

  constructor(path: string) {
    this.path = path;
  }

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  says(event: PageEvent): void {
    this.#listeners.get('message')?.({ data: JSON.stringify(event) });
  }

  breaks(): void {
    this.#listeners.get('error')?.({});
  }
}

let streams: FakeStream[];
let waits: (() => void)[];
let posted: [string, unknown][];
let answer: () => Promise<PageAnswer>;
let store: Store;

beforeEach(() => {
  streams = [];
  waits = [];
  posted = [];
  answer = () => Promise.resolve({ ok: true });
  store = new Store({
    open: (path) => {
      const stream = new FakeStream(path);
      streams.push(stream);
      return stream;
    },
    post: (path, body) => {
      posted.push([path, JSON.parse(body)]);
      return answer();
    },
    later: (_ms, then) => {
      waits.push(then);
      return () => {
        waits = waits.filter((one) => one !== then);
      };
    },
  });
});

describe('the stream', () => {
  test('is heard from the first state on', () => {
    store.be('ada');
    expect(store.known()).toEqual({ state: null, heard: 'not yet' });
    streams[0]?.says({ is: 'state', state: seen([said('1.0')]) });
    expect(store.known()).toEqual({ state: seen([said('1.0')]), heard: 'yes' });
  });

  test('keeps what was seen when it breaks, says that it is lost, and comes back with nothing doubled', () => {
    store.be('ada');
    streams[0]?.says({ is: 'state', state: seen([said('1.0')]) });
    streams[0]?.breaks();
    expect(store.known()).toEqual({ state: seen([said('1.0')]), heard: 'lost' });
    waits.shift()?.();
    expect(streams).toHaveLength(2);
    streams[1]?.says({ is: 'state', state: seen([said('1.0'), said('2.0')]) });
    expect(store.known()).toEqual({ state: seen([said('1.0'), said('2.0')]), heard: 'yes' });
  });

  test('of the person before is not listened to any more', () => {
    store.be('ada');
    store.be('sam');
    expect(streams.map(({ path, closed }) => [path, closed])).toEqual([
      ['/stream?as=ada', true],
      ['/stream?as=sam', false],
    ]);
    streams[1]?.says({ is: 'state', state: seen([], { you: sam }) });
    streams[0]?.says({ is: 'state', state: seen([]) });
    expect(store.known().state?.you).toEqual(sam);
  });

  test('is not opened for the person before, when somebody else is chosen while it is lost', () => {
    store.be('ada');
    streams[0]?.breaks();
    store.be('sam');
    expect(waits).toEqual([]);
    expect(streams.map(({ path }) => path)).toEqual(['/stream?as=ada', '/stream?as=sam']);
  });
});

describe('a deed', () => {
  test('is done as the person whose view is shown', async () => {
    store.be('ada');
    streams[0]?.says({ is: 'state', state: seen([], { you: sam }) });
    await store.do({ do: 'heal' });
    expect(posted).toEqual([['/do?as=sam', { do: 'heal' }]]);
  });

  test('is not sent before anything is shown', async () => {
    expect(await store.do({ do: 'heal' })).toMatchObject({ ok: false });
    expect(posted).toEqual([]);
  });

  test('that nobody answers is answered by the page', async () => {
    store.be('ada');
    streams[0]?.says({ is: 'state', state: seen([]) });
    answer = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await store.do({ do: 'heal' })).toEqual({
      ok: false,
      says: 'The demo does not answer. Nothing was sent.',
    });
  });
});
