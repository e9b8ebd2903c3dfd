import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { startFlow, type Flow } from './flow.js';
import { answerTo, cancel, cardsIn, CHANNEL, type Typed } from './reading.js';
import { apiDown, portRunbook, runbookFolder, type RunbookFolder } from './runbooks.js';

/** The demo stack with two runbooks, and what its people are told. */
export interface Asking extends Omit<Flow, 'stop'> {
  /** What a person reads at once after typing; '' for nothing. */
  readonly answer: (line: string, where?: Omit<Typed, 'line'>) => Promise<string>;
}

/** Is there for a whole test file, which says so at its top; what a test opened is cancelled after it. */
export function asking(name: string): Asking {
  let flow: Flow;
  let runbooks: RunbookFolder;

  beforeAll(async () => {
    runbooks = await runbookFolder({
      'api-down.yml': await apiDown(),
      'redis-down.yml': portRunbook('redis-down', 'redis'),
    });
    flow = await startFlow({ name, env: { RUNBOOKS: runbooks.path } });
  });

  afterAll(async () => {
    await flow.stop();
    await runbooks.remove();
  });

  afterEach(async () => {
    for (const channel of [CHANNEL, '#private-ops'])
      for (const card of cardsIn(flow.workspace, channel)) await cancel(flow.workspace, card);
  });

  return {
    get stack() {
      return flow.stack;
    },
    get workspace() {
      return flow.workspace;
    },
    get bot() {
      return flow.bot;
    },
    answer: (line, where = {}) => answerTo(flow.workspace, line, where),
  };
}
