import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/incident/command.js';
import { pending } from '../../src/incident/pending.js';
import { after, makeAnswer, makeAnswers, Story } from '../builders.js';
import { healthy, killed, second } from '../sample.js';
import { again, cancel, falseAlarm, open, story, types, words } from './helpers.js';

/** The same incident where no runbook is left. */
function withoutRunbooks(made: Story): Story {
  const bare = new Story([]);
  bare.state = made.open().incident;
  return bare;
}

describe('opening', () => {
  test('opens the incident, starts a run and plans the card', () => {
    const made = story();
    expect(types(made.do({ ...open, channel: 'C1' }))).toEqual(['incident.opened', 'run.started', 'message.planned']);
    expect(made.incident).toMatchObject({
      id: 'INC-12',
      service: 'api',
      severity: 'critical',
      home: 'C1',
      openedBy: 'slack:USAM',
      closed: null,
      slots: { card: { channel: 'C1', ts: null, losses: 0 } },
    });
    expect(made.incident.runs[0]).toMatchObject({ run: 1, runbook: 'api-down', deadline: after(10).toISOString() });
  });

  test('in a terminal plans no message', () => {
    expect(types(story().do({ ...open, channel: null }))).toEqual(['incident.opened', 'run.started']);
  });

  test('asks every check of the runbook', () => {
    expect(pending(story().open().incident)).toEqual(
      ['health', 'container', 'log', 'database', 'cache'].map((check) => ({ effect: 'check', run: 1, check })),
    );
  });

  test('with a runbook that is gone meanwhile is refused, and nothing was started', () => {
    const made = new Story([]);
    for (const refused of [made.do(open), withoutRunbooks(story()).do(again)]) {
      expect(types(refused)).toEqual(['refused: no_runbook']);
      expect(words(refused)).toContain('Nothing was started');
    }
    expect(made.state).toBeNull();
  });
});

describe('opening again', () => {
  test('with another runbook joins as another run', () => {
    const made = story().open();
    expect(types(made.do(open, second))).toEqual(['run.started']);
    expect(made.incident.runs.map(({ run, runbook, by }) => [run, runbook, by])).toEqual([
      [1, 'api-down', 'slack:UADA'],
      [2, 'api-slow', 'slack:USAM'],
    ]);
    expect(made.incident.home).toBe('C1');
  });

  test('with the same runbook while it runs is refused, with the time its verdict is due', () => {
    const refused = story().open().do(open);
    expect(types(refused)).toEqual(['refused: already_diagnosing']);
    expect(words(refused)).toBe(
      'INC-12 is being diagnosed with api-down already; its verdict is due 2025-12-04T03:05:10.000Z. Nothing was started.',
    );
  });

  test('with the same runbook after its run is complete asks again', () => {
    const made = story().open().answer(makeAnswers(killed));
    expect(types(made.do(again))).toEqual(['run.started']);
    expect(pending(made.incident).every((effect) => effect.effect === 'check' && effect.run === 2)).toBe(true);
  });
});

describe('what cannot be', () => {
  test.each([
    ['diagnose', again],
    ['cancel', cancel],
    ['close as a false alarm', falseAlarm],
  ])('%s without an incident is refused, and nothing was changed', (_, command) => {
    const refused = story().do(command);
    expect(types(refused)).toEqual(['refused: not_open']);
    expect(words(refused)).toContain('Nothing was changed');
  });

  test.each([
    ['diagnose', again],
    ['open', open],
    ['cancel', cancel],
    ['close as a false alarm', falseAlarm],
  ])('%s after it was closed is refused, with who closed it and when', (_, command) => {
    const made = story().open();
    made.do(cancel);
    const refused = made.do(command);
    expect(types(refused)).toEqual(['refused: already_closed']);
    expect(words(refused)).toBe('INC-12 was closed 2025-12-04T03:05:00.000Z by slack:UADA. Nothing was changed.');
  });

  test.each<Command>([
    { do: 'wake' },
    { do: 'answer', run: 1, check: 'health', answer: makeAnswer({}) },
    { do: 'message_posted', slot: 'card', channel: 'C1', ts: '1.2' },
  ])('$do without an incident changes nothing', (command) => {
    expect(story().do(command)).toEqual([]);
  });

  test('closing as a false alarm needs a verdict that says so', () => {
    for (const made of [story().open(), story().open().answer(makeAnswers(killed))]) {
      const refused = made.do(falseAlarm);
      expect(types(refused)).toEqual(['refused: no_false_alarm']);
      expect(words(refused)).toContain('Nothing was closed');
    }
    expect(types(story().open().answer(makeAnswers(healthy)).do(falseAlarm))).toEqual(['incident.closed']);
  });

  test('an answer of a run that is not there changes nothing', () => {
    expect(
      story()
        .open()
        .do({ do: 'answer', run: 7, check: 'health', answer: makeAnswer({}) }),
    ).toEqual([]);
  });
});
