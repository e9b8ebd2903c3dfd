import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { WorkParts } from '../../src/engine/remedy-work.js';
import { offer } from '../../src/engine/remedy-work.js';
import type { Command } from '../../src/incident/command.js';
import { pending } from '../../src/incident/pending.js';
import { makeAnswer, makeRunbook, Story } from '../builders.js';
import { handsOn, World } from './mending.js';

const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
  holder: { type: bot, title: Port holder, has: { container: bool } }
tree:
  - { ask: Does it answer?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  ill: { title: does not answer, state: down, next: mend it., remedies: [mend, swap] }
remedies:
  mend: { type: mend, risk: low, only_if: holder.container, verify: { within: 5s, that: health.ok } }
  swap: { type: swap, for: good, risk: low, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
`);

/** What is offered as the incident stands; null where nothing is said yet. */
async function offered(story: Story): Promise<readonly string[] | null> {
  const posted: Command[] = [];
  const parts: WorkParts = {
    ask: () => Promise.reject(new Error('nothing is asked to offer')),
    hands: handsOn(new World()),
    clock: { now: () => story.now },
    store: {} as WorkParts['store'],
    life: { executor: 'one', epoch: 1 },
    mask: (said) => said,
    log: pino({ level: 'silent' }),
    post: (command) => posted.push(command),
    record: () => Promise.resolve(null),
    signal: new AbortController().signal,
  };
  const effect = pending(story.incident).find((one) => one.effect === 'offer');
  if (effect?.effect !== 'offer') throw new Error('nothing is due');
  await offer(parts, effect, story.incident, runbook);
  const [said] = posted;
  return said?.do === 'offered' ? said.offers.map(({ remedy }) => remedy) : null;
}

test('what an answer that is still out could put first is waited for; buttons never change places', async () => {
  const story = new Story([runbook]).open().answer({ health: makeAnswer({ ok: false }) });
  expect(story.incident.runs[0]?.verdict?.remedies).toEqual(['mend', 'swap']);
  expect(await offered(story)).toBeNull();
  story.answer({ holder: makeAnswer({ container: false }) });
  expect(await offered(story)).toEqual(['swap']);
});

test('an answer that never came is unknown in the end, and stands in nothing’s way', async () => {
  const story = new Story([runbook]).open().answer({ health: makeAnswer({ ok: false }) });
  story.wait(11).do({ do: 'wake' });
  expect(await offered(story)).toEqual(['mend', 'swap']);
});
