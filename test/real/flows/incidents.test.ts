import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../../playground/model.js';
import { asking } from './asking.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  diagnose,
  EVERYBODY,
  headerOf,
  incidentOf,
  listen,
  PATIENCE_MS,
  postedIn,
  repliesTo,
  usualAcknowledgement,
  verdictOn,
  whispers,
  wordsOf,
} from './reading.js';

const flow = asking('incidents');
const { answer } = flow;

function heard(person: string): number {
  return whispers(flow.workspace, person).length;
}

describe('an open incident', () => {
  test('is diagnosed again on demand, and the thread says what changed', async () => {
    const { workspace, stack } = flow;
    const first = await diagnose(workspace);
    try {
      await stack.compose(['stop', 'api']);
      expect(await answer('/incident diagnose', { person: 'sam' })).toBe('');
      const second = await verdictOn(workspace, () => stateIs(first.card, '🔴 api down: stopped by hand'), 0, {
        runs: 2,
      });
      expect(cardsIn(workspace).at(-1)?.ts).toBe(first.card.ts);
      const evidence = second.thread.split('\n\n').at(-1);
      expect(evidence).toMatch(/^Evidence, run 2 of api-down: \d+ of \d+ checks answered/);
      expect(evidence).toMatch(/^• Health endpoint \(bot\): connection refused; before: 200 in \S+ m?s, twice$/m);
      expect(evidence).toMatch(/^• Container \(Docker\): exited .*; before: running since \d\d:\d\d:\d\d, healthy$/m);
    } finally {
      await stack.restore();
    }
  });

  test('is joined by the next command for its service: one card, two runs', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const before = postedIn(workspace);
    const told = listen(workspace, 'sam');
    expect(await answer('/incident api-down', { person: 'sam' })).toBe('');
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second evidence' });
    expect(postedIn(workspace)).toBe(before + 1);
    expect(await told()).toMatch(
      new RegExp(`^${incidentOf(card)} is being diagnosed; its card \\(https://\\S+\\) shows it\\.$`),
    );
  });

  test('two people at once open one incident, and the later one is told that it is being diagnosed', async () => {
    const { workspace } = flow;
    const cards = cardsIn(workspace).length;
    const before = { ada: heard('ada'), sam: heard('sam') };
    await flow.stack.engine.cut('silent');
    try {
      const typed = ['ada', 'sam'].map((person) => workspace.person(person).command(CHANNEL, '/incident api-down'));
      for (const { acknowledged } of await Promise.all(typed)) expect(acknowledged).toBe(true);
      const told = await workspace.waitFor(
        () => whispers(workspace, 'ada')[before.ada] ?? whispers(workspace, 'sam')[before.sam],
        { what: 'a word to the later one' },
      );
      expect(told).toMatch(
        /^INC-\d+ is being diagnosed with api-down already; its verdict is due \d\d:\d\d:\d\d\. Nothing was started\.$/,
      );
    } finally {
      await flow.stack.engine.mend();
    }
    const { card } = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(cardsIn(workspace)).toHaveLength(cards + 1);
    expect(repliesTo(workspace, card)).toHaveLength(1);
    expect(heard('ada') - before.ada + (heard('sam') - before.sam)).toBe(1);
  });

  test('is cancelled only with a reason, which the card keeps', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    expect(await answer('/incident cancel')).toBe(
      `Why? The record needs a reason; nothing was cancelled. Send /incident cancel ${incidentOf(card)} opened by mistake.`,
    );
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
    expect(await answer('/incident cancel a *bold* <!channel> reason', { person: 'sam' })).toBe('');
    const closed = await workspace.waitFor(() => stateIs(card, '🚫 api up: cancelled'), {
      what: 'the closed card',
      timeout: PATIENCE_MS,
    });
    expect(wordsOf(workspace, closed)).toMatch(/^Cancelled by sam \d\d:\d\d: a ∗bold∗ @channel reason$/m);
    expect(closed.blocks.some(({ type }) => type === 'actions')).toBe(false);
    expect(workspace.mentions(closed)).toEqual({ users: [], groups: [], broadcasts: [] });
  });

  test('is told from another one open beside it, never guessed', async () => {
    const { workspace } = flow;
    const { card: api } = await diagnose(workspace);
    const { card: redis } = await diagnose(workspace, { line: '/incident redis-down' });
    const [a, b] = [incidentOf(api), incidentOf(redis)];
    for (const verb of ['cancel', 'status', 'diagnose'])
      expect(await answer(`/incident ${verb}`)).toContain(
        `Open here: ${b} redis, ${a} api. Which one? Nothing was done yet`,
      );
    const { response } = await workspace.person('ada').command(CHANNEL, '/incident diagnose');
    if (response === undefined) throw new Error('no answer');
    await workspace.person('ada').click(response, `Diagnose ${a}`);
    await workspace.waitFor(() => repliesTo(workspace, api).length === 2, { what: `the second run of ${a}` });
    expect(repliesTo(workspace, redis)).toHaveLength(1);
  });

  test('that is a drill stands beside a real one, and says so everywhere', async () => {
    const { workspace } = flow;
    const { card: real } = await diagnose(workspace);
    const { card: drill, words } = await diagnose(workspace, { line: '/incident api-down --drill' });
    expect(headerOf(drill)).toBe('🎓 Drill, api up: false alarm');
    expect(words).toContain('Practice: nobody is paged, statistics leave it out.');
    expect(drill.text).toMatch(/^Drill, nobody is paged\. INC-\d+ api up: false alarm\./);
    expect(await answer('/incident list')).toContain(`${incidentOf(drill)} drill, api up: false alarm, since`);
    expect(headerOf(workspace.current(real))).toBe('🔕 api up: false alarm');
  });
});

describe('the button Close as false alarm', () => {
  test('closes once, whatever is pressed how often', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const before = { ada: heard('ada'), sam: heard('sam') };
    const presses = ['ada', 'ada', 'sam'].map((person) =>
      workspace.person(person).click(card, 'Close as false alarm', { stale: true }),
    );
    for (const { acknowledged } of await Promise.all(presses)) expect(acknowledged).toBe(true);
    const closed = await workspace.waitFor(() => stateIs(card, '🏁 api up: closed as false alarm'), {
      what: 'the closed card',
      timeout: PATIENCE_MS,
    });
    expect(wordsOf(workspace, closed)).toMatch(/^Closed as a false alarm by (ada|sam) \d\d:\d\d$/m);
    await workspace.waitFor(() => heard('ada') - before.ada + (heard('sam') - before.sam) === 2, {
      what: 'a word to each later press',
    });
    const told = [...whispers(workspace, 'ada').slice(before.ada), ...whispers(workspace, 'sam').slice(before.sam)];
    for (const words of told)
      expect(words).toMatch(
        new RegExp(`^${incidentOf(card)} was closed \\d\\d:\\d\\d by (ada|sam)\\. Nothing was changed\\.$`),
      );
  });

  test('and Diagnose again on an old card say that it is closed', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    await cancel(workspace, card);
    for (const label of ['Close as false alarm', 'Diagnose again']) {
      const told = listen(flow.workspace, 'kim');
      await workspace.person('kim').click(card, label, { stale: true });
      expect(await told()).toMatch(/^INC-\d+ was closed \d\d:\d\d by ada\. Nothing was changed\.$/);
    }
    expect(repliesTo(workspace, card)).toHaveLength(1);
  });

  test('does not close what by its newest verdict is none any more', async () => {
    const { workspace, stack } = flow;
    const { card } = await diagnose(workspace);
    try {
      await stack.compose(['stop', 'api']);
      await answer('/incident diagnose');
      await workspace.waitFor(() => stateIs(card, '🔴 api down: stopped by hand'), {
        what: 'the new verdict',
        timeout: PATIENCE_MS,
      });
      const told = listen(flow.workspace, 'sam');
      await workspace.person('sam').click(card, 'Close as false alarm', { stale: true });
      expect(await told()).toMatch(/^INC-\d+ is not a false alarm by its newest verdict\. Nothing was closed/);
      expect(headerOf(workspace.current(card))).toBe('🔴 api down: stopped by hand');
    } finally {
      await stack.restore();
    }
  });
});

describe('an incident of another channel', () => {
  test('is not seen, not named and not closed from here', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace, { channel: '#private-ops' });
    const id = incidentOf(card);
    expect(await answer('/incident list')).toBe('Nothing is open here.');
    for (const line of [`status ${id}`, `cancel ${id} because`, `diagnose ${id}`])
      expect(await answer(`/incident ${line}`)).toContain(`There is no ${id} in this channel. Nothing was changed`);
    expect(await answer('/incident help')).toContain('Open: nothing.');
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
  });

  test('is joined from here, and the person is told where it goes on', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace, { channel: '#private-ops' });
    const told = listen(flow.workspace, 'kim');
    const cards = cardsIn(workspace).length;
    expect(await answer('/incident api-down', { person: 'kim' })).toBe('');
    expect(await told()).toBe('An incident of this service is open in another channel; the diagnosis runs there.');
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second run' });
    expect(cardsIn(workspace)).toHaveLength(cards);
  });
});

test('after all this nobody was notified, the bot has met no bug, and acknowledged at once', () => {
  for (const person of EVERYBODY) expect(flow.workspace.notifications(person)).toEqual([]);
  expect(flow.bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(usualAcknowledgement(flow.workspace)).toBeLessThan(1_500);
});

/** The card once its header is this one. */
function stateIs(card: Message, header: string): Message | undefined {
  const current = flow.workspace.current(card);
  return headerOf(current) === header ? current : undefined;
}
