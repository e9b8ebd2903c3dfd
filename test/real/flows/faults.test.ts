import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../demo/faults/fault.js';
import { faults } from '../../../demo/faults/index.js';
import type { Message } from '../../../playground/model.js';
import { evidenceFor, headerFor, RUNBOOKS, type RunbookName } from './expected-faults.js';
import { startFlow, type Flow } from './flow.js';
import { endsWithButtons, expectGolden } from './golden.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  diagnose,
  EVERYBODY,
  headerOf,
  incidentOf,
  PATIENCE_MS,
  repliesTo,
  whispers,
  wordsOf,
} from './reading.js';
import type { Shown } from './reading.js';
import { labelsOf } from './scene.js';

/** Between two progress edits of a card (slack/screen.ts). */
const PROGRESS_GAP_MS = 2_000;

/** What a channel gets of one fault with one runbook. */
interface Seen extends Shown {
  readonly flow: Flow;
  readonly closed: Message;
  /** Messages posted, and words said to anybody alone, from the command to the verdict. */
  readonly posted: number;
  readonly whispered: number;
  /** What phones buzzed for meanwhile, as they show it. */
  readonly buzzed: readonly string[];
}

const nothing: Fault = {
  name: 'healthy',
  says: 'nothing ails it',
  make: (stack) => stack.untilSeen(),
  heal: () => Promise.resolve(),
};
const unseen: Fault = {
  name: 'stopped-unseen',
  says: 'the API is stopped while Docker refuses the bot',
  make: async (stack) => {
    await stack.compose(['stop', 'api']);
    await stack.engine.cut('refused');
  },
  heal: (stack) => stack.restore(),
};
/** The engine that only stays silent is looked at by the tests of the engine's edge; here it would cost a deadline twice. */
const all = [nothing, unseen, ...faults.filter(({ name }) => name !== 'docker-silent')];
/** `FAULTS=oom,slow` tries only these. */
const wanted = process.env['FAULTS']?.split(',');
const situations = all.filter(({ name }) => wanted?.includes(name) ?? true);

// Faults are mostly waiting for a healthcheck to notice, so they are made on two stacks at once.
const LANES = 2;
let flows: Flow[] = [];
const trials = new Map<string, Promise<Readonly<Record<RunbookName, Seen>>>>();

beforeAll(async () => {
  flows = await Promise.all(Array.from({ length: LANES }, (_, lane) => startFlow({ name: `faults${lane}` })));
  flows.forEach((flow, lane) => {
    let turn: Promise<unknown> = Promise.resolve();
    for (const fault of situations.filter((_, index) => index % LANES === lane)) {
      const trial = turn.then(() => breakAndDiagnose(flow, fault));
      trials.set(fault.name, trial);
      turn = trial.catch(() => flow.stack.restore()).catch(() => undefined);
    }
  });
});

afterAll(async () => {
  await Promise.allSettled(trials.values());
  await Promise.all(flows.map((flow) => flow.stop()));
  console.table(measured);
});

const measured: Record<string, unknown>[] = [];

async function breakAndDiagnose(flow: Flow, fault: Fault): Promise<Readonly<Record<RunbookName, Seen>>> {
  await fault.make(flow.stack);
  try {
    const first = await diagnoseWith(flow, 'api-down', fault.name);
    const second = await diagnoseWith(flow, 'api-not-responding', fault.name);
    measured.push({
      fault: fault.name,
      'api-down': headerOf(first.card),
      ms: first.tookMs,
      'api-not-responding': headerOf(second.card) === headerOf(first.card) ? 'the same' : headerOf(second.card),
      'ms ': second.tookMs,
    });
    return { 'api-down': first, 'api-not-responding': second };
  } finally {
    await fault.heal(flow.stack);
  }
}

/** Asks for a diagnosis; ends with the incident cancelled. */
async function diagnoseWith(flow: Flow, runbook: RunbookName, fault: string): Promise<Seen> {
  const { workspace } = flow;
  const before = heard(flow);
  const diagnosed = await diagnose(workspace, { line: `/incident ${runbook}` });
  await offersOn(flow, diagnosed.card, endsWithButtons(`${runbook}/${fault}`));
  await called(flow, diagnosed.card);
  const card = workspace.current(diagnosed.card);
  const shown = { ...diagnosed, card, words: wordsOf(workspace, card) };
  const after = heard(flow);
  await cancel(workspace, shown.card);
  return {
    ...shown,
    flow,
    closed: workspace.current(shown.card),
    posted: after.posted - before.posted,
    whispered: after.whispered - before.whispered,
    buzzed: after.buzzed.slice(before.buzzed.length),
  };
}

/** What is offered comes a moment after the verdict. Where nobody wrote down whether anything is, a while is waited for it. */
async function offersOn({ workspace }: Flow, card: Message, expected: boolean | null): Promise<void> {
  if (expected === false) return;
  const shown = (): boolean => labelsOf(workspace.current(card)).length > 0;
  const waiting = workspace.waitFor(shown, {
    timeout: expected === null ? 4_000 : PATIENCE_MS,
    what: 'what is offered',
  });
  await waiting.catch((error: unknown) => {
    if (expected !== null) throw error;
  });
}

function heard({ workspace }: Flow) {
  const whispered = EVERYBODY.reduce((sum, person) => sum + whispers(workspace, person).length, 0);
  const notified = EVERYBODY.flatMap((person) => workspace.notifications(person).map(({ message }) => message));
  const buzzed = notified.sort((one, other) => one.ts.localeCompare(other.ts)).map(({ text }) => text);
  return { posted: workspace.channel(CHANNEL).everPosted().length, whispered, buzzed };
}

/** Where no known cause fits and it is not up, the runbooks call somebody, once. */
function callsSomebody(card: Message): boolean {
  return /^❔ api (?!up)/u.test(headerOf(card));
}

/** How often a card may say how far its diagnosis is, by the time it took: a slow machine answers one thing after the other. */
function progressIn({ versions }: Message): number {
  const [first] = versions;
  return Math.floor(((versions.at(-1)?.at ?? first.at) - first.at) / PROGRESS_GAP_MS);
}

/** Slack takes a message a second: what is posted late must not be counted for the next incident. */
async function called({ workspace }: Flow, shown: Message): Promise<void> {
  const card = workspace.current(shown);
  if (!callsSomebody(card)) return;
  const isCall = ({ text }: Message): boolean => text.includes(incidentOf(card)) && text.includes('escalated');
  await workspace.waitFor(() => workspace.channel(CHANNEL).messages().some(isCall), {
    timeout: PATIENCE_MS,
    what: `somebody to be called for ${incidentOf(card)}`,
  });
}

/** What a phone shows and a screen reader speaks. */
function isPlain(text: string, header: string): void {
  expect(text.length).toBeLessThanOrEqual(150);
  expect(text).not.toMatch(/\p{Extended_Pictographic}|[`*<>]/u);
  expect(text).toMatch(new RegExp(`^INC-\\d+ ${header.replace(/ and \d+ more$/, '')}.*\\. Next: `));
}

test('every fault has its evidence written down here', () => {
  expect(Object.keys(evidenceFor).sort()).toEqual(all.map(({ name }) => name).sort());
});

describe.each(situations.map(({ name }) => name))('%s', (fault) => {
  test.each(RUNBOOKS)(
    '%s says what is broken, and how it knows',
    async (runbook) => {
      const seen = (await trials.get(fault))?.[runbook];
      if (seen === undefined) throw new Error(`${fault} was not made`);
      const { card, words, thread } = seen;
      const expected = headerFor(fault, runbook);
      if (headerOf(card).replace(/^\P{Letter}+/u, '') !== expected)
        throw new Error(`it should say "${expected}", not\n${words}\n${thread}`);
      for (const evidence of evidenceFor[fault] ?? []) expect(`${words}\n${thread}`).toMatch(evidence);
      expectGolden(`${runbook}/${fault}`, words);
      expect(thread).toMatch(new RegExp(`^Evidence, run 1 of ${runbook}: \\d+ of \\d+ checks answered, `));
      isPlain(card.text, headerFor(fault, runbook));
    },
    900_000,
  );

  test('posts one card, edited, and one reply; nobody’s phone buzzes but where no cause is known', async () => {
    for (const seen of Object.values((await trials.get(fault)) ?? {})) {
      const { card, flow, closed } = seen;
      const calls = callsSomebody(card);
      expect(seen.whispered).toBe(0);
      expect(seen.posted).toBe(calls ? 3 : 2);
      expect(seen.buzzed.filter((text) => !calls || !text.includes('escalated'))).toEqual([]);
      expect(seen.buzzed.length).toBeLessThanOrEqual(1);
      expect(repliesTo(flow.workspace, card)).toHaveLength(1);
      expect(card.versions.length).toBeLessThanOrEqual((calls ? 6 : 5) + progressIn(card));
      expect(closed.ts).toBe(card.ts);
      expect(headerOf(closed)).toMatch(/^🚫 api (up|down|degraded|not checked): cancelled$/);
    }
  });
});

test('every incident has had one card, and the bot has logged no error', async () => {
  await Promise.allSettled(trials.values());
  for (const { workspace, bot } of flows) {
    const cards = cardsIn(workspace);
    expect(new Set(cards.map(({ text }) => /^INC-\d+/.exec(text)?.[0])).size).toBe(cards.length);
    expect(bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  }
}, 900_000);
