import { describe, expect, test } from '@jest/globals';
import { wakeAt } from '../../src/incident/pending.js';
import { downSince, resolveBy } from '../../src/incident/timers.js';
import { after } from '../builders.js';
import { types, words } from './helpers.js';
import { alerted, answering, called, down, opened, up, wake } from './responding.js';

const ada = 'slack:UADA';

describe('targets', () => {
  test('nobody acknowledges in time: one nudge, and the missed target on record', () => {
    const story = alerted();
    expect(wake(story, 1)).not.toContain('incident.nudged');
    expect(wake(story, 1)).toEqual(expect.arrayContaining(['incident.nudged', 'target.missed']));
    expect(story.incident.nudged?.to).toBe('on-call');
    expect(wake(story, 1)).toEqual([]);
  });

  test('who acknowledged in time is not nudged', () => {
    const story = alerted();
    story.do({ do: 'acknowledge', by: ada });
    expect(wake(story, 3)).not.toContain('incident.nudged');
  });

  test('the time to resolve runs out once, and only while it is open', () => {
    const story = opened();
    expect(resolveBy(story.incident)).toBe(after(300).toISOString());
    story.answer(down);
    expect(wake(story, 6)).toEqual(['target.missed']);
    expect(wake(story, 6)).toEqual([]);
  });

  test('a runbook without targets has no clock for them', () => {
    const story = opened(answering({ targets: null, levels: [], updates: null }));
    story.do({ do: 'set_severity', by: ada, severity: 'high' });
    story.answer(down);
    expect(wakeAt(story.incident)).toBeNull();
  });
});

describe('levels', () => {
  test('level 2 after a quarter of an hour, level 3 after half an hour, each once', () => {
    const story = opened();
    story.answer(down);
    expect(wake(story, 15)).toContain('incident.escalated');
    expect(wake(story, 1)).not.toContain('incident.escalated');
    expect(wake(story, 14)).toContain('incident.escalated');
    wake(story, 600);
    expect(story.incident.escalations.map(({ to, level }) => [to, level])).toEqual([
      ['senior-oncall', 2],
      ['engineering-lead', 3],
    ]);
  });

  test('what was slept through calls only the highest', () => {
    const story = opened();
    story.answer(down);
    wake(story, 45);
    expect(story.incident.escalations.map(({ to }) => to)).toEqual(['engineering-lead']);
  });

  test('while it is up, time calls nobody', () => {
    const story = opened();
    story.answer(up);
    expect(wake(story, 45)).not.toContain('incident.escalated');
  });

  test('by hand the next level is called, with the reason; then nobody is left', () => {
    const story = opened();
    story.do({ do: 'escalate', by: ada, reason: 'the leak is back' });
    story.do({ do: 'escalate', by: ada, reason: '' });
    expect(story.incident.escalations.map(({ to, because, by }) => [to, because, by])).toEqual([
      ['senior-oncall', 'the leak is back', ada],
      ['engineering-lead', 'asked for by hand', ada],
    ]);
    const left = story.do({ do: 'escalate', by: ada, reason: '' });
    expect(types(left)).toEqual(['refused: nobody_to_call']);
    expect(words(left)).toContain('engineering-lead');
    story.answer(down);
    expect(wake(story, 45)).not.toContain('incident.escalated');
  });

  test('a level that was called while somebody was asked about it is not called again, nor the next instead', () => {
    const story = opened();
    story.do({ do: 'escalate', by: 'slack:USAM', reason: '', level: 2 });
    expect(types(story.do({ do: 'escalate', by: ada, reason: '', level: 2 }))).toEqual(['refused: out_of_date']);
    expect(story.incident.escalations.map(({ to }) => to)).toEqual(['senior-oncall']);
    story.do({ do: 'escalate', by: ada, reason: '', level: 3 });
    expect(story.incident.escalations.map(({ to }) => to)).toEqual(['senior-oncall', 'engineering-lead']);
  });

  test('a runbook that names nobody says so', () => {
    const story = opened(answering({ levels: [] }));
    expect(words(story.do({ do: 'escalate', by: ada, reason: '' }))).toContain('names nobody');
  });

  test('when no known cause fits, somebody is called at once, and once', () => {
    const story = opened(answering({ unknownCause: 'devops' }));
    story.wait(11).do({ do: 'wake' });
    expect(story.incident.escalations).toEqual([]);
    expect(wakeAt(story.incident)).toBe(story.incident.runs[0]?.completedAt);
    expect(wake(story, 0)).toContain('incident.escalated');
    expect(story.incident.escalations.map(({ to }) => to)).toEqual(['devops']);
    story.do({ do: 'diagnose', by: ada });
    story.wait(11).do({ do: 'wake' });
    expect(wake(story, 0)).not.toContain('incident.escalated');
  });

  test('slept through, one party that is due for two reasons is called once', () => {
    const story = opened(answering({ unknownCause: 'senior-oncall' }));
    story.wait(11).do({ do: 'wake' });
    wake(story, 16);
    expect(story.incident.escalations.map(({ to, level }) => [to, level])).toEqual([['senior-oncall', 2]]);
  });

  test('where the cause is named, nobody is called for not knowing it', () => {
    const story = opened(answering({ unknownCause: 'devops' }));
    story.answer(down);
    expect(story.incident.runs[0]?.verdict?.named).toHaveLength(1);
    expect(wake(story, 0)).toEqual([]);
  });
});

describe('updates', () => {
  test('every twenty minutes while it is down, from the last thing people told', () => {
    const story = opened(answering({ levels: [], targets: null }));
    story.answer(down);
    expect(wake(story, 19)).toEqual([]);
    story.do({ do: 'note', by: ada, says: 'still looking', private: false, source: null });
    expect(wake(story, 19)).toEqual([]);
    expect(wake(story, 1)).toEqual(['update.due']);
    expect(story.incident.updates.map(({ answered }) => answered)).toEqual([false]);
    story.do({ do: 'note', by: ada, says: 'nearly', private: false, source: null });
    expect(story.incident.updates.map(({ answered }) => answered)).toEqual([true]);
  });

  test('a night of reminders slept through is one reminder', () => {
    const story = opened(answering({ levels: [], targets: null }));
    story.answer(down);
    expect(wake(story, 500)).toEqual(['update.due']);
    expect(wake(story, 1)).toEqual([]);
  });

  test('after three that nobody answered it is quiet, until somebody tells something', () => {
    const story = opened(answering({ levels: [], targets: null }));
    story.answer(down);
    expect([20, 20, 20].map((minutes) => wake(story, minutes))).toEqual([
      ['update.due'],
      ['update.due'],
      ['update.due'],
    ]);
    expect(wake(story, 60)).toEqual([]);
    story.do({ do: 'note', by: ada, says: 'still here', private: false, source: null });
    expect(wake(story, 20)).toEqual(['update.due']);
  });

  test('snoozed, it waits that long', () => {
    const story = opened(answering({ levels: [], targets: null }));
    story.answer(down);
    wake(story, 20);
    story.do({ do: 'snooze', by: ada, minutes: 60 });
    expect(wake(story, 59)).toEqual([]);
    expect(wake(story, 1)).toEqual(['update.due']);
  });

  test('reopened, people have the usual time before they are asked', () => {
    const story = opened(answering({ levels: [], targets: null }));
    story.answer(down).do({ do: 'close', by: ada, how: 'resolved', reason: 'gone' });
    story.wait(3_600).do({ do: 'reopen', by: ada, reason: 'back' });
    expect(wake(story, 19)).toEqual([]);
    expect(wake(story, 1)).toEqual(['update.due']);
  });

  test('where the runbook does not say, only what is critical asks for them', () => {
    const story = opened(answering({ levels: [], targets: null, updates: null }));
    story.answer(down);
    expect(wake(story, 20)).toEqual(['update.due']);
    story.do({ do: 'set_severity', by: ada, severity: 'high' });
    expect(wake(story, 60)).toEqual([]);
  });
});

describe('since when it is down', () => {
  test('since it was opened, or reopened', () => {
    const story = opened(called);
    expect(downSince(story.incident)).toBe(after(0).toISOString());
    story.wait(60).do({ do: 'close', by: ada, how: 'resolved', reason: 'gone' });
    story.wait(60).do({ do: 'reopen', by: ada, reason: 'back' });
    expect(downSince(story.incident)).toBe(after(120).toISOString());
  });
});
