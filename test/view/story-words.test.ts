import { expect, test } from '@jest/globals';
import type { Command } from '../../src/incident/command.js';
import { asOf } from '../../src/view/past.js';
import { underWayIn } from '../../src/view/story-words.js';
import { offering } from './mending.js';
import { Recording } from './recording.js';
import { words } from './words.js';

const TITLE = 'Raise memory of api to 4 GiB';
const offered = (): Recording => new Recording().broken().offer([offering('raise_memory')]);
const lost: Command = { do: 'lost', request: 1, why: ['Docker fell silent'], find: null };

test.each([
  ['nothing', () => offered(), 'Nothing is under way'],
  ['a diagnosis', () => new Recording().open(), 'It is being diagnosed, verdict by <03:05:10>'],
  ['a request', () => offered().request(), `${TITLE} waits for one yes from api-approvers until <03:15>`],
  ['a remedy', () => offered().request().approve().begin(), `${TITLE} is being done, result by <03:06:31>`],
  [
    'what nobody knows',
    () => offered().request().approve().begin('setting the limit').then(lost),
    `${TITLE}: it is not known whether it happened`,
  ],
  ['a watch', () => new Recording().broken().mended(), 'It is watched until <03:21>'],
])('%s under way is said with its deadline', (_, story, says) => {
  expect(words(underWayIn(story().incident))).toBe(says);
});

test('an incident as it was at each of its moments tells what it told then', () => {
  const story = new Recording().broken();
  const told = new Map([[story.now.toISOString(), words(underWayIn(story.incident))]]);
  const then = (next: Recording): unknown => told.set(next.now.toISOString(), words(underWayIn(next.incident)));
  then(story.offer([offering('raise_memory')]).request());
  then(story.approve());
  then(story.begin('setting the limit'));
  then(story.acted());
  then(story.verified('verified', []));
  then(story.watchedClean());
  then(story.resolve());
  for (const [at, says] of told) expect([at, words(underWayIn(asOf(story.incident, at)))]).toEqual([at, says]);
  expect(told.size).toBe(8);
});
