import type { PageAnswer } from '../page-server/protocol.js';
import { Store } from './store.js';

/** The store over the browser's own means. */
export function connect(): Store {
  return new Store({
    open: (path) => new EventSource(path),
    post: async (path, body) => {
      const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (await response.json()) as PageAnswer;
    },
    later: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  });
}
