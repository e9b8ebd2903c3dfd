import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContainerSummary } from '../../../demo/docker.js';
import { faults } from '../../../demo/faults/index.js';
import type { Message } from '../../../playground/model.js';
import { expectations, type Expectation } from './expected-faults.js';
import { startFlow, type Flow } from './flow.js';
import { cancel, cardsIn, CHANNEL, diagnose, EVERYBODY, headerOf, repliesTo, whispers, type Shown } from './reading.js';

let flow: Flow;
const measured: { fault: string; header: string; 'verdict, ms': number }[] = [];

beforeAll(async () => {
  flow = await startFlow({ name: 'faults' });
}, 120_000);

afterAll(async () => {
  await flow.stop();
  console.table(measured);
}, 30_000);

async function make(name: string): Promise<void> {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`there is no fault ${name}`);
  await fault.make(flow.stack);
}

/** Asks for a diagnosis and holds everything people get of it against what they must get. Ends with the incident cancelled. */
async function holds(name: string): Promise<void> {
  const { workspace } = flow;
  const expected = expectations[name];
  if (expected === undefined) throw new Error(`nothing is expected of ${name}`);
  const before = heard();
  const shown = await diagnose(workspace);
  measured.push({ fault: name, header: headerOf(shown.card), 'verdict, ms': shown.tookMs });
  try {
    says(shown, expected);
    isQuiet(shown.card, before);
  } finally {
    await cancel(workspace, shown.card);
  }
  const closed = workspace.current(shown.card);
  expect(closed.ts).toBe(shown.card.ts);
  expect(headerOf(closed)).toMatch(/^🚫 api (up|down): cancelled$/);
}

function says({ card, words, thread }: Shown, expected: Expectation): void {
  expect(headerOf(card)).toBe(expected.header);
  expect(lineAfter(words, 'Next: ')).toMatch(whole(expected.next));
  for (const evidence of expected.card) expect(words).toMatch(evidence);
  for (const line of expected.thread) expect(thread).toMatch(line);
  expect(words).toMatch(expected.unknown);
  const ruledOut = words.includes('Ruled out: ') ? lineAfter(words, 'Ruled out: ') : '';
  for (const cause of expected.ruledOut) expect(ruledOut).toContain(cause);
  if (expected.ruledOut.length === 0) expect(ruledOut).toBe('');
  expect(buttonsOf(card)).toEqual(expected.buttons);
  expect(thread).toMatch(/^Evidence, run 1 of api-down: \d of 7 checks answered, /);
  expect(thread).toMatch(/^Path: Does the health endpoint answer 200, twice\? (Yes|No)\. /m);
  isPlain(card.text, expected.header);
}

/** What a phone shows and a screen reader speaks. */
function isPlain(text: string, header: string): void {
  expect(text.length).toBeLessThanOrEqual(150);
  expect(text).not.toMatch(/\p{Extended_Pictographic}|[`*<>]/u);
  const [, ...spoken] = header.split(' ');
  expect(text).toMatch(new RegExp(`^INC-\\d+ ${spoken.join(' ')}.*\\. Next: `));
}

/** One card, edited; one reply; nobody's phone buzzes, not even that of who asked. */
function isQuiet(card: Message, before: Heard): void {
  const { workspace } = flow;
  expect(heard()).toEqual({ ...before, posted: before.posted + 2 });
  expect(repliesTo(workspace, card)).toHaveLength(1);
  expect(card.versions.length).toBeLessThanOrEqual(4);
  for (const person of EVERYBODY) expect(workspace.notifications(person)).toEqual([]);
}

/** Everything that was posted, and said to anybody alone. */
interface Heard {
  readonly posted: number;
  readonly whispered: number;
}

function heard(): Heard {
  const { workspace } = flow;
  const whispered = EVERYBODY.reduce((sum, person) => sum + whispers(workspace, person).length, 0);
  return { posted: workspace.channel(CHANNEL).everPosted().length, whispered };
}

function lineAfter(words: string, lead: string): string {
  const line = words.split('\n').find((one) => one.startsWith(lead));
  if (line === undefined) throw new Error(`no line begins with ${lead}in:\n${words}`);
  return line.slice(lead.length);
}

function whole(wanted: string | RegExp): RegExp {
  const source = typeof wanted === 'string' ? wanted.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`) : wanted.source;
  return new RegExp(`^${source}$`);
}

function buttonsOf({ blocks }: Message): string[] {
  const rows = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return rows.flatMap((element) => (element.type === 'button' ? [element.text.text] : []));
}

async function state(): Promise<ContainerSummary | null> {
  return flow.stack.state('api');
}

describe('through Slack, on a real stack, the bot finds', () => {
  test('a false alarm where all is well, and Docker unreachable once it is, though the API is up', async () => {
    await holds('healthy');
    try {
      await make('docker-unreachable');
      await holds('docker-unreachable');
    } finally {
      await flow.stack.engine.mend();
    }
    expect(await state()).toMatchObject({ status: 'running', health: 'healthy' });
  }, 30_000);

  test('a container stopped by hand, and once Docker is unreachable, that the API is down', async () => {
    try {
      await make('stopped');
      await holds('stopped');
      expect(await state()).toMatchObject({ status: 'exited', exitCode: 0 });
      await flow.stack.engine.cut('refused');
      await holds('stopped-unseen');
    } finally {
      await flow.stack.restore();
    }
  }, 30_000);

  const running = { status: 'running', health: 'unhealthy' };
  test.each<[string, Partial<ContainerSummary> | null]>([
    ['removed', null],
    ['crashed', { status: 'exited', exitCode: 1, oomKilled: false }],
    ['oom', { status: 'exited', exitCode: 137, oomKilled: true }],
    ['config', { status: 'exited', exitCode: 1 }],
    ['unhealthy', running],
    ['postgres-stopped', running],
    ['redis-stopped', running],
    ['unknown-cause', running],
    ['deadlocked', running],
  ])(
    '%s',
    async (name, expected) => {
      try {
        await make(name);
        await holds(name);
        if (expected === null) expect(await state()).toBeNull();
        else expect(await state()).toMatchObject(expected);
      } finally {
        await flow.stack.restore();
      }
    },
    60_000,
  );

  test('and every incident has had one card, closed in the end', () => {
    const cards = cardsIn(flow.workspace);
    expect(cards).toHaveLength(measured.length);
    expect(new Set(cards.map(({ text }) => /^INC-\d+/.exec(text)?.[0])).size).toBe(measured.length);
    expect(flow.bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
