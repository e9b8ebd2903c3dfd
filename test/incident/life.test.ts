import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/incident/decide.js';
import { EVENT_VERSIONS, fromLog, UnknownEvent, type Event } from '../../src/incident/events.js';
import { headlineOf, headlineText } from '../../src/incident/headline.js';
import { pending, wakeAt } from '../../src/incident/pending.js';
import { project } from '../../src/incident/projection.js';
import { evolve, fold } from '../../src/incident/state.js';
import { makeAnswer, makeIncident, START, Story } from '../builders.js';
import { healthy, sample, second } from '../sample.js';
import { live, steps } from './lives.js';

const RUNS = { numRuns: 300 };

describe('property: whatever happens to an incident', () => {
  test('no command is too much for it, and a refusal says that nothing was done', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const story = new Story([sample, second]);
        for (const { command, wait, other } of list) {
          const decided = story.wait(wait).do(command, other ? second : sample);
          if ('refusal' in decided)
            expect(JSON.stringify(decided.says)).toMatch(/Nothing was (started|changed|closed)/);
        }
      }),
      RUNS,
    );
  });

  test('folding its log gives the state that was lived, at every step', () => {
    fc.assert(
      fc.property(steps, (list) => {
        live(list, ({ state, events, id }) => expect(fold(id, events)).toEqual(state));
      }),
      { numRuns: 50 },
    );
  });

  test('its log survives being written as JSON', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { state, events, id } = live(list);
        const written = events.map((event) => ({ ...event, version: EVENT_VERSIONS[event.type] }));
        const read = (JSON.parse(JSON.stringify(written)) as typeof written).map(fromLog);
        expect(fold(id, read)).toEqual(state);
      }),
      RUNS,
    );
  });

  test('at most one run of a runbook is open at a time', () => {
    fc.assert(
      fc.property(steps, (list) => {
        live(list, ({ state }) => {
          const open = (state?.runs ?? [])
            .filter(({ completedAt }) => completedAt === null)
            .map(({ runbook }) => runbook);
          expect(new Set(open).size).toBe(open.length);
        });
      }),
      RUNS,
    );
  });

  test('what is to be done are just the open questions of open runs', () => {
    fc.assert(
      fc.property(steps, (list) => {
        live(list, ({ state }) => {
          if (state === null) return;
          for (const effect of pending(state)) {
            if (effect.effect !== 'check') continue;
            const { run: number, check } = effect;
            const run = state.runs.find((one) => one.run === number);
            expect(run?.completedAt).toBeNull();
            expect(run?.answers[check]).toBeUndefined();
          }
          const waits = state.closed === null && state.runs.some(({ completedAt }) => completedAt === null);
          expect(pending(state).length > 0).toBe(waits);
          // Time may bring other things too: targets, updates.
          if (waits) expect(wakeAt(state)).not.toBeNull();
        });
      }),
      RUNS,
    );
  });

  test('waking it at its time lets nothing wait any longer', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const story = live(list);
        if (story.state === null) return;
        story.wait(11).do({ do: 'wake' });
        expect(pending(story.incident)).toEqual([]);
        const next = wakeAt(story.incident);
        expect(next === null || next > story.now.toISOString()).toBe(true);
      }),
      RUNS,
    );
  });

  test('once closed it stays closed as it was, with nothing to do', () => {
    fc.assert(
      fc.property(steps, steps, (before, later) => {
        const story = live(before);
        if (story.state === null) return;
        story.do({ do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'enough' });
        const { closed, runs } = story.incident;
        for (const { command, wait } of later) story.wait(wait).do(command);
        expect(story.incident.closed).toEqual(closed);
        expect(story.incident.runs.map(({ verdict }) => verdict)).toEqual(runs.map(({ verdict }) => verdict));
        expect([pending(story.incident), wakeAt(story.incident)]).toEqual([[], null]);
      }),
      RUNS,
    );
  });

  test('a verdict changes only by answers that come late', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { events } = live(list);
        events.forEach((event, index) => {
          if (event.type !== 'verdict.changed') return;
          const cause = events[index - 1];
          expect(cause?.type === 'check.answered' && cause.payload.late).toBe(true);
        });
      }),
      RUNS,
    );
  });

  test('its row in the lists can always be made', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { state } = live(list);
        if (state === null) return;
        const row = project(state);
        expect(row).toMatchObject({ service: 'api', open: state.closed === null, wakeAt: wakeAt(state) });
        expect(row.headline).toBe(headlineText(headlineOf(state)));
        expect(row.headline).toMatch(/^api( (up|down|degraded|not checked))?: ./);
      }),
      RUNS,
    );
  });
});

describe('deciding', () => {
  test('leaves the state it was given as it was', () => {
    const frozen = new Story([sample]).open().incident;
    const before = structuredClone(frozen);
    const circumstances = { now: START, starts: null, ownChannels: false, runbookOf: () => sample };
    decide(frozen, { do: 'answer', run: 1, check: 'health', answer: makeAnswer(healthy.health ?? {}) }, circumstances);
    decide(frozen, { do: 'close', by: 'x', how: 'cancelled', reason: 'x' }, circumstances);
    expect(frozen).toEqual(before);
  });
});

describe('the log', () => {
  const opened: Event = {
    type: 'incident.opened',
    at: START.toISOString(),
    actor: 'slack:UADA',
    payload: { service: 'api', severity: 'high', channel: 'C1', drill: false },
  };
  const closed: Event = {
    type: 'incident.closed',
    at: START.toISOString(),
    actor: 'bot',
    payload: { how: 'cancelled', reason: '', told: null },
  };

  test('begins with the opening; anything else is a bug, and loud', () => {
    expect(() => evolve('INC-1', null, closed)).toThrow('INC-1: incident.closed before incident.opened');
    expect(fold('INC-1', [])).toBeNull();
  });

  test('can be folded on from a snapshot', () => {
    const half = makeIncident([opened]);
    expect(fold('INC-12', [closed], half)).toEqual(makeIncident([opened, closed]));
  });

  test.each([
    ['incident.merged', 1],
    ['incident.opened', 2],
    ['constructor', 1],
  ])('with %s version %d belongs to another release', (type, version) => {
    expect(() => fromLog({ type, version, at: '', actor: '', payload: {} })).toThrow(UnknownEvent);
  });
});
