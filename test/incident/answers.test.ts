import { describe, expect, test } from '@jest/globals';
import { pending, wakeAt } from '../../src/incident/pending.js';
import { after, makeAnswer, makeAnswers, START, Story } from '../builders.js';
import { facts, healthy, killed, sayings, second, twoDown } from '../sample.js';
import { again, cancel, falseAlarm, open, story, types } from './helpers.js';

describe('answers', () => {
  test('are recorded, and the verdict is reached the moment it is certain', () => {
    const made = story().open();
    const { health, container, ...rest } = makeAnswers(healthy, sayings);
    const first = health ?? makeAnswer({});
    expect(types(made.do({ do: 'answer', run: 1, check: 'health', answer: first }))).toEqual(['check.answered']);
    const decisive = made.do({ do: 'answer', run: 1, check: 'container', answer: container ?? makeAnswer({}) });
    expect(types(decisive)).toEqual(['check.answered', 'verdict.reached']);
    expect(made.incident.runs[0]).toMatchObject({ verdict: { outcome: 'false_alarm' }, completedAt: null });
    made.answer(rest);
    expect(made.events.at(-1)?.type).toBe('run.completed');
    expect(pending(made.incident)).toEqual([]);
    expect(wakeAt(made.incident)).toBeNull();
  });

  test('given twice while the run is open are recorded once', () => {
    const made = story()
      .open()
      .answer({ health: makeAnswer({ ok: false, error: 'refused', latency: 1 }) });
    expect(
      made.do({ do: 'answer', run: 1, check: 'health', answer: makeAnswer({ ok: true, error: '', latency: 2 }) }),
    ).toEqual([]);
    expect(made.incident.runs[0]?.answers.health?.facts).toMatchObject({ ok: false });
  });

  test('after closing are recorded, and nothing more', () => {
    const made = story().open();
    made.do(cancel);
    const { health, ...others } = makeAnswers(killed);
    expect(types(made.do({ do: 'answer', run: 1, check: 'health', answer: health ?? makeAnswer({}) }))).toEqual([
      'check.answered',
    ]);
    made.answer(others);
    expect(made.incident.runs[0]).toMatchObject({ verdict: null, completedAt: null });
  });

  test('keep their run: two runs do not mix', () => {
    const made = story().open();
    made.do(open, second);
    made.answer({ latency: makeAnswer({ ok: true }) }, 2);
    expect(made.incident.runs.map(({ answers }) => Object.keys(answers))).toEqual([[], ['latency']]);
    expect(made.incident.runs[1]?.verdict?.outcome).toBe('fine');
  });

  test('of a run whose runbook cannot be read any more complete it without a verdict', () => {
    const made = story().open();
    const forgetful = new Story([]);
    forgetful.state = made.incident;
    forgetful.answer(makeAnswers(healthy));
    expect(forgetful.incident.runs[0]).toMatchObject({ verdict: null, completedAt: START.toISOString() });
  });
});

describe('the deadline', () => {
  const { container: late = makeAnswer({}), ...inTime } = makeAnswers(killed);

  test('is the moment to wake, and before it waking changes nothing', () => {
    const made = story().open();
    expect(wakeAt(made.incident)).toBe(after(10).toISOString());
    expect(made.wait(9.999).do({ do: 'wake' })).toEqual([]);
  });

  test('makes what has not answered unknown, and completes the run', () => {
    const made = story().open().answer(inTime).wait(10);
    expect(types(made.do({ do: 'wake' }))).toEqual(['check.answered', 'verdict.reached', 'run.completed']);
    const [run] = made.incident.runs;
    expect(run?.answers.container?.facts.running).toEqual({ unknown: 'no answer before the deadline' });
    expect(run?.verdict).toMatchObject({ outcome: 'docker_silent', kind: 'blind' });
    expect(run?.verdict?.unknown).toContainEqual({ checks: ['Container'], reason: 'no answer before the deadline' });
  });

  test('passes once', () => {
    const made = story().open().answer(inTime).wait(10);
    made.do({ do: 'wake' });
    expect(made.wait(60).do({ do: 'wake' })).toEqual([]);
  });

  test('of a closed incident does nothing', () => {
    const made = story().open();
    made.do(cancel);
    expect(wakeAt(made.incident)).toBeNull();
    expect(made.wait(60).do({ do: 'wake' })).toEqual([]);
  });

  test('of two runs is the earlier one first', () => {
    const made = story().open().wait(5);
    made.do(open, second);
    expect(wakeAt(made.incident)).toBe(after(10).toISOString());
    expect(types(made.wait(5).do({ do: 'wake' })).filter((type) => type === 'run.completed')).toHaveLength(1);
    expect(wakeAt(made.incident)).toBe(after(15).toISOString());
  });

  test('an answer that comes late changes the verdict, and says so', () => {
    const made = story().open().answer(inTime).wait(10);
    made.do({ do: 'wake' });
    expect(types(made.wait(1).do({ do: 'answer', run: 1, check: 'container', answer: late }))).toEqual([
      'check.answered',
      'verdict.changed',
    ]);
    expect(made.incident.runs[0]).toMatchObject({
      changedBecause: 'container answered late',
      verdict: { outcome: 'container_down', named: [{ id: 'out_of_memory' }] },
      answers: { container: { late: true } },
    });
  });

  test('an answer that comes late and changes nothing is recorded alone', () => {
    const { cache: slow = makeAnswer({}), ...others } = makeAnswers(killed);
    const made = story().open().answer(others).wait(10);
    made.do({ do: 'wake' });
    expect(types(made.do({ do: 'answer', run: 1, check: 'cache', answer: slow }))).toEqual(['check.answered']);
    expect(made.incident.runs[0]?.changedBecause).toBeNull();
  });
});

describe('messages', () => {
  test('are remembered where they stand', () => {
    const made = story().open();
    made.do({ do: 'message_posted', slot: 'card', channel: 'C1', ts: '17.1' });
    expect(made.incident.slots.card).toEqual({ channel: 'C1', ts: '17.1', losses: 0 });
  });

  test('that are gone leave their place, in the same channel', () => {
    const made = story().open();
    made.do({ do: 'message_posted', slot: 'card', channel: 'C1', ts: '17.1' });
    made.do({ do: 'message_posted', slot: 'evidence-1', channel: 'C1', ts: '17.2' });
    made.do({ do: 'message_lost', slot: 'card', reason: 'the card was deleted', home: 'C1' });
    expect(made.incident).toMatchObject({
      home: 'C1',
      rehomed: 'the card was deleted',
      slots: { card: { ts: null, losses: 1 }, 'evidence-1': { ts: '17.2' } },
    });
  });

  test('move with their incident to another channel, all of them', () => {
    const made = story().open();
    made.do({ do: 'message_posted', slot: 'evidence-1', channel: 'C1', ts: '17.2' });
    made.do({ do: 'message_lost', slot: 'card', reason: 'the channel was archived', home: 'C9' });
    expect(made.incident.home).toBe('C9');
    expect(made.incident.slots).toEqual({ card: { channel: 'C9', ts: null, losses: 1 } });
    made.do({ do: 'plan_message', slot: 'card', channel: 'C9' });
    made.do({ do: 'message_posted', slot: 'card', channel: 'C9', ts: '18.1' });
    expect(made.incident.slots.card).toEqual({ channel: 'C9', ts: '18.1', losses: 1 });
  });

  test('have no place when the incident has no home any more', () => {
    const made = story().open();
    made.do({ do: 'message_lost', slot: 'card', reason: 'the bot was removed', home: null });
    expect(made.incident.home).toBeNull();
  });
});

describe('two causes whose order is not certain yet', () => {
  test('wait for it: the first advice never changes its place', () => {
    const { cache, ...others } = makeAnswers(twoDown);
    const made = story().open().answer(others);
    expect(made.incident.runs[0]?.verdict).toBeNull();
    made.answer({ cache: cache ?? makeAnswer({}) });
    expect(made.events.map(({ type }) => type)).not.toContain('verdict.changed');
  });
});

describe('an incident that is diagnosed again', () => {
  test('keeps the first run and shows the newest', () => {
    const made = story().open().answer(makeAnswers(killed)).wait(60);
    made.do(again);
    made.answer(makeAnswers(facts({})), 2);
    expect(made.incident.runs.map(({ verdict }) => verdict?.outcome)).toEqual(['container_down', 'false_alarm']);
    expect(types(made.do(falseAlarm))).toEqual(['incident.closed']);
  });
});
