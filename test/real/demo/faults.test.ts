import { expect, test } from '@jest/globals';
import { faults } from '../../../demo/faults/index.js';
import { ends } from './evidence/ends.js';
import { first } from './evidence/first.js';
import { reach } from './evidence/reach.js';
import { runs } from './evidence/runs.js';
import { stores } from './evidence/stores.js';
import { until } from '../../until.js';
import { ask, proveFaults } from './trials.js';

test('every fault has its evidence written down', () => {
  const written = [first, ends, reach, stores, runs].flatMap((evidence) => Object.keys(evidence));
  expect(faults.map((fault) => fault.name).sort()).toEqual(written.sort());
});

const stacks = proveFaults(first);

test('a stack with several things broken at once is restored', async () => {
  const [stack] = stacks;
  if (stack === undefined) throw new Error('There is no stack.');
  await stack.compose(['pause', 'postgres']);
  await stack.compose(['rm', '-s', '-f', 'redis', 'frontend']);
  await stack.compose(['kill', 'api']);
  await stack.restore();
  // Only the API is waited for by what restores it.
  await until(async () => (await ask(stack.urls.frontend)) === 200, 'the frontend');
});
