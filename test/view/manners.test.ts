import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { card } from '../../src/view/card.js';
import { evidence } from '../../src/view/evidence.js';
import { wanted } from '../../src/view/wanted.js';
import { Story } from '../builders.js';
import { live, steps } from '../incident/lives.js';
import { expectCardManners, expectManners, phoneLines, TALLEST } from './manners.js';
import { evidenceScenes, scenes } from './scenes.js';

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
