import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { latestRun, type Incident } from '../../src/incident/state.js';
import { card } from '../../src/view/card.js';
import { evidence } from '../../src/view/evidence.js';
import type { Block, Button, Message } from '../../src/view/message.js';
import { wanted } from '../../src/view/wanted.js';
import { Story } from '../builders.js';
import { live, steps } from '../incident/lives.js';
import { evidenceScenes, scenes } from './scenes.js';
import { inWords, words } from './words.js';

const PICTURE = /\p{Extended_Pictographic}/u;
const buttonsOf = (blocks: readonly Block[]): Button[] =>
  blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons : block.kind === 'section' ? (block.menu ?? []) : [],
  );

/** Twelve lines are the aim, which one cause meets; two causes in a drill need five more. */
const TALLEST = 17;
const WIDTHS: Readonly<Record<string, number>> = { H: 28, C: 48 };

/** Lines a card takes on a phone, by how many characters of each kind of block stand beside each other there. */
function phoneLines({ blocks }: Message): number {
  const lines = inWords({ blocks, plain: [] })
    .split('\n')
    .filter((line) => /^[HSAC ]/.test(line));
  let width = 40;
  return lines.reduce((sum, line) => {
    if (!line.startsWith(' ')) width = WIDTHS[line.charAt(0)] ?? 40;
    return sum + Math.max(1, Math.ceil((line.length - 2) / width));
  }, 0);
}

/** What a machine can check of how a message must read. */
function expectManners({ blocks, plain }: Message): void {
  const spoken = words(plain).replace(/[<>]/g, '');
  expect(spoken.length).toBeLessThanOrEqual(150);
  expect(spoken).not.toMatch(PICTURE);
  expect(spoken).not.toMatch(/[*\n]/);
  expect(inWords({ blocks, plain })).not.toMatch(/\bago\b|undefined|null|\[object/);
  const buttons = buttonsOf(blocks);
  expect(buttons.filter(({ primary }) => primary).length).toBeLessThan(2);
  for (const { label, spoken: said } of buttons) {
    expect(label.length).toBeLessThanOrEqual(22);
    expect(said.split(' ')[0]).toBe(label.split(' ')[0]);
  }
}

function expectCardManners(incident: Incident): void {
  const { blocks, plain } = card(incident);
  expectManners({ blocks, plain });
  const [header, next] = blocks;
  const title = header?.kind === 'header' ? header.title : '';
  const [picture = '', ...rest] = title.split(' ');
  expect(picture).toMatch(PICTURE);
  expect(rest.join(' ').length).toBeLessThanOrEqual(40);
  expect(rest.join(' ')).not.toMatch(PICTURE);
  expect(rest.join(' ')).toMatch(/^(Drill, )?api/);
  expect(next?.kind === 'section' ? next.says[0] : null).toEqual({ bold: 'Next:' });
  expect(blocks.every(({ kind }) => ['header', 'section', 'buttons', 'context'].includes(kind))).toBe(true);
  expect(words(plain)).toContain(incident.id);
  if (incident.closed !== null) expect(buttonsOf(blocks)).toEqual([]);
  if (incident.drill) expect(words(plain)).toMatch(/^Drill, nobody is paged\./);
  const verdict = latestRun(incident)?.verdict ?? null;
  if (incident.closed !== null || verdict === null) return;
  const body = inWords({ blocks, plain });
  expect(body).toContain('Unknown:');
  for (const { reason } of verdict.unknown.slice(0, 3)) expect(body).toContain(reason);
  if (verdict.unknown.length === 0) expect(body).toContain('Unknown: nothing');
}

describe('every card', () => {
  test.each(Object.entries(scenes))('of %s has its manners', (_, incident) => expectCardManners(incident));

  test.each(Object.entries(scenes))('of %s is no taller than a phone', (_, incident) => {
    expect(phoneLines(card(incident))).toBeLessThanOrEqual(TALLEST);
  });

  test('has its manners whatever has happened', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { state } = live(list);
        if (state !== null) expectCardManners(state);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps its limits with the longest names', () => {
    const long = 'a very long title that somebody wrote without thinking of it';
    const story = new Story([]);
    story.state = scenes['two-causes'] ?? null;
    const { incident } = story;
    const runs = incident.runs.map((run) => ({
      ...run,
      runbook: 'x'.repeat(200),
      verdict:
        run.verdict === null
          ? null
          : {
              ...run.verdict,
              next: long.repeat(5),
              named: run.verdict.named.map((cause) => ({ ...cause, title: long, next: long.repeat(5) })),
            },
    }));
    for (const drill of [true, false]) {
      expectCardManners({ ...incident, drill, runs });
      expectCardManners({ ...incident, drill, runs: runs.map((run) => ({ ...run, verdict: null })) });
    }
  });
});

describe('every message of evidence', () => {
  test('has its manners', () => {
    for (const incident of Object.values(evidenceScenes)) {
      for (const run of incident.runs) expectManners(evidence(incident, run));
    }
  });

  test('has its manners when a check says very much', () => {
    const incident = scenes['cause-named'];
    const run = incident?.runs[0];
    if (incident === undefined || run === undefined) throw new Error('the scene is gone');
    const answers = Object.fromEntries(
      Object.entries(run.answers).map(([check, answer]) => [
        check,
        { ...answer, says: [{ code: 'x'.repeat(500) }, 'y '.repeat(500)] },
      ]),
    );
    expectManners(evidence(incident, { ...run, answers }));
  });

  test('quotes no more than twelve lines of a check', () => {
    const incident = scenes['cause-named'];
    const run = incident?.runs[0];
    if (incident === undefined || run === undefined) throw new Error('the scene is gone');
    const quotes = Array.from({ length: 50 }, (_, at) => ({ at: null, text: `line ${at}` }));
    const answers = Object.fromEntries(
      Object.entries(run.answers).map(([check, answer]) => [check, { ...answer, quotes }]),
    );
    const quoted = evidence(incident, { ...run, answers }).blocks.filter((block) => block.kind === 'quote');
    expect(quoted.map(({ lines }) => [lines.length, lines.at(-1)])).toEqual(run.checks.map(() => [12, 'line 49']));
  });
});

describe('the messages an incident wants', () => {
  test('are the card, and under it the evidence of every complete run', () => {
    const again = scenes['diagnosed-again'];
    if (again === undefined) throw new Error('the scene is gone');
    expect(wanted(again).map(({ slot, under, news }) => [slot, under, news === null ? 'progress' : 'news'])).toEqual([
      ['card', null, 'progress'],
      ['evidence-1', 'card', 'news'],
    ]);
  });

  test.each([
    ['opened', 'progress'],
    ['cause-named', 'news'],
    ['cancelled-early', 'news'],
  ])('%s: the card is %s', (name, urgency) => {
    const incident = scenes[name];
    if (incident === undefined) throw new Error('the scene is gone');
    expect(wanted(incident)[0]?.news === null ? 'progress' : 'news').toBe(urgency);
  });

  test('tell the same news before and after the last answer', () => {
    const [asking, complete] = [scenes['cause-named-still-asking'], scenes['cause-named']];
    if (asking === undefined || complete === undefined) throw new Error('the scenes are gone');
    expect(wanted(asking)[0]?.news).toBe(wanted(complete)[0]?.news);
  });

  test('are none where it has no home', () => {
    const incident = scenes['from-a-terminal'];
    if (incident === undefined) throw new Error('the scene is gone');
    expect(wanted(incident)).toEqual([]);
  });

  test('are the same for the same state', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { state } = live(list);
        if (state !== null) expect(wanted(structuredClone(state))).toEqual(wanted(state));
      }),
      { numRuns: 50 },
    );
  });
});
