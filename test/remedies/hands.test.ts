import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import type { Party } from '../../src/config-people.js';
import { createHands, type HandsParts } from '../../src/remedies/hands.js';
import { defineRemedy } from '../../src/remedies/remedy.js';
import { makeRunbook } from '../builders.js';
import { FakeEngine } from './fake-engine.js';
import { never, place } from './work.js';

const runbook = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool } }
tree:
  - { ask: Does it answer?, when: health.ok, yes: well, no: ill }
outcomes:
  well: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok, next: rest. }
  ill: { title: does not answer, state: down, next: mend it., remedies: [mend] }
remedies:
  mend: { type: mend, risk: high, only_if: '!health.ok', verify: { within: 5s, that: health.ok } }
`);

const params = z.looseObject({ type: z.literal('mend') });

/** A kind of remedy that looks at nothing: `container` is what it works on. */
function mend(container: string) {
  return defineRemedy({
    type: 'mend',
    says: 'Mends.',
    params,
    action: z.strictObject({ container: z.string() }),
    plan: () =>
      Promise.resolve({
        ...{ title: 'mend api', label: 'Mend api', does: ['container api'], like: null, undo: null, afterwards: null },
        ...{ holds: ['local/api'], action: { container }, before: { seen: performance.now() }, longest: 1_000 },
      }),
    act: () => Promise.resolve({ result: 'done' as const, says: ['mended'] }),
    settle: () => Promise.resolve({ happened: 'maybe' as const, says: [], find: 'look' }),
  });
}

const party = (users: readonly string[]): Party => ({ name: 'approvers', groups: ['S1'], users, terminal: [] });

function hands({ container = 'c1', ...over }: Partial<HandsParts> & { readonly container?: string } = {}) {
  const { world, docker } = place(new FakeEngine());
  return createHands({
    remedies: { mend: mend(container) },
    worldOf: () => world,
    docker,
    engines: { local: {} },
    limits: { memoryCeiling: 1 },
    off: null,
    approval: { approvers: 'approvers', breakGlass: null, lapsesAfter: 600_000 },
    people: { approvers: party(['U1']) },
    log: pino({ level: 'silent' }),
    ...over,
  });
}

async function hashOf(over: Parameters<typeof hands>[0] = {}, version = runbook): Promise<string> {
  const drafted = await hands(over).draft(version, 'mend', never);
  if ('why' in drafted) throw new Error(drafted.why);
  return drafted.hash;
}

describe('what an approval is bound to', () => {
  test('is the same while nothing changes but the state before', async () => {
    expect(await hashOf()).toBe(await hashOf());
  });

  test('is another with another target, with other people who may approve, and with another verification', async () => {
    const remedy = runbook.remedies['mend'];
    if (remedy === undefined) throw new Error('no remedy');
    const verify = { ...remedy.verify, within: 6_000 };
    const other = { ...runbook, remedies: { mend: { ...remedy, verify } } };
    const hashes = await Promise.all([
      hashOf(),
      hashOf({ container: 'c2' }),
      hashOf({ people: { approvers: party(['U1', 'U2']) } }),
      hashOf({ approval: { approvers: 'approvers', breakGlass: null, lapsesAfter: 1_000 } }),
      hashOf({}, other),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

test('nothing is planned where remedies were turned off, also what was asked for before that', async () => {
  const drafted = await hands({ off: 'the bot only observes here' }).draft(runbook, 'mend', never);
  expect(drafted).toMatchObject({ remedy: 'mend', why: 'the bot only observes here' });
});
