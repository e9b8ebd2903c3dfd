import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_VERSIONS, fromLog } from '../../src/incident/events.js';
import { pending, wakeAt } from '../../src/incident/pending.js';
import { detailOf } from '../../src/incident/retention.js';
import { fold } from '../../src/incident/state.js';
import { isHeldBack, timersOf } from '../../src/incident/timers.js';
import { after, Story } from '../builders.js';
import { types, words } from './helpers.js';
import { alerted, called, down, opened, record, recordSteps, source, up } from './responding.js';

const ada = 'slack:UADA';
const sam = 'slack:USAM';

describe('acknowledging', () => {
  test('whoever types the command has acknowledged it', () => {
    expect(opened().incident.acknowledged?.by).toBe(ada);
    expect(words(opened().do({ do: 'acknowledge', by: sam }))).toContain('Nothing was changed');
  });

  test('an alert acknowledges nothing; the first wish of a person does, once', () => {
    const story = alerted();
    expect(story.incident.acknowledged).toBeNull();
    expect(types(story.do({ do: 'alert', by: 'alert:APIDown', state: 'firing', says: 'down', channel: 'C1' }))).toEqual(
      ['alert.changed'],
    );
    expect(types(story.do({ do: 'note', by: sam, says: 'looking', private: false, source: null }))).toEqual([
      'incident.acknowledged',
      'note.added',
    ]);
    expect(types(story.do({ do: 'set_severity', by: ada, severity: 'high' }))).toEqual(['severity.changed']);
    expect(story.incident.acknowledged?.by).toBe(sam);
  });

  test('to acknowledge is enough', () => {
    const story = alerted();
    expect(types(story.do({ do: 'acknowledge', by: ada }))).toEqual(['incident.acknowledged']);
    expect(words(story.do({ do: 'acknowledge', by: ada }))).toContain('acknowledged INC-12');
  });

  test('a refused wish acknowledges nothing', () => {
    const story = alerted();
    expect(types(story.do({ do: 'reopen', by: ada, reason: 'why' }))).toEqual(['refused: not_closed']);
    expect(story.incident.acknowledged).toBeNull();
  });
});

describe('roles and severity', () => {
  test('the command goes from one to the next, and who gave it is known', () => {
    const story = opened();
    story.do({ do: 'give_role', by: ada, role: 'commander', to: ada });
    story.wait(60).do({ do: 'give_role', by: ada, role: 'commander', to: sam });
    expect(story.incident.roles.commander?.who).toBe(sam);
    expect(story.incident.handovers.map(({ from, to, by }) => [from, to, by])).toEqual([
      [null, ada, ada],
      [ada, sam, ada],
    ]);
    expect(types(story.do({ do: 'give_role', by: sam, role: 'commander', to: sam }))).toEqual(['refused: already_so']);
  });

  test('the scribe is no handover', () => {
    const story = opened();
    story.do({ do: 'give_role', by: ada, role: 'scribe', to: sam });
    expect(story.incident.handovers).toEqual([]);
  });

  test('the same severity again changes nothing', () => {
    expect(types(opened().do({ do: 'set_severity', by: ada, severity: 'critical' }))).toEqual(['refused: already_so']);
  });
});

describe('notes and pins', () => {
  test('a message marked twice by one person is marked once; by two, both marks must go', () => {
    const story = opened();
    expect(types(story.do({ do: 'pin', by: ada, source: source('1.1'), says: 'it broke' }))).toEqual(['pin.added']);
    expect(story.do({ do: 'pin', by: ada, source: source('1.1'), says: 'it broke' })).toEqual([]);
    story.do({ do: 'pin', by: sam, source: source('1.1'), says: 'it broke' });
    story.do({ do: 'unpin', by: ada, channel: 'C1', ts: '1.1' });
    expect(story.incident.pins).toEqual([{ message: 'C1/1.1', by: sam }]);
    story.do({ do: 'unpin', by: sam, channel: 'C1', ts: '1.1' });
    expect(story.incident.pins).toEqual([]);
    expect(story.do({ do: 'unpin', by: sam, channel: 'C1', ts: '1.1' })).toEqual([]);
  });

  test('notes are numbered, also after the end', () => {
    const story = opened();
    story.do({ do: 'note', by: ada, says: 'one', private: false, source: null });
    story.do({ do: 'close', by: ada, how: 'resolved', reason: 'restarted' });
    expect(types(story.do({ do: 'note', by: sam, says: 'two', private: true, source: null }))).toEqual(['note.added']);
    expect(story.incident.notes.count).toBe(2);
  });
});

describe('the end', () => {
  const resolve = { do: 'close', by: ada, how: 'resolved', reason: 'restarted' } as const;
  const reported = (report: number) =>
    ({
      do: 'reported',
      samples: [{ at: '2025-12-04T03:05:00.000Z', memory: 1, limit: 2, cpu: null }],
      report: { report, upTo: 3, head: 'ab', summary: [], document: null, pictures: [], trouble: null, names: {} },
    }) as const;

  test('what is resolved is written down once; cancelled, not at all', () => {
    const story = opened();
    story.do(resolve);
    expect(pending(story.incident)).toEqual([{ effect: 'report', report: 1 }]);
    expect(types(story.do(reported(1)))).toEqual(['usage.sampled', 'report.written']);
    expect(pending(story.incident)).toEqual([]);
    expect(story.do(reported(1))).toEqual([]);
    const other = opened();
    other.do({ ...resolve, how: 'cancelled' });
    expect(pending(other.incident)).toEqual([]);
  });

  test('the second to resolve is told who was first', () => {
    const story = opened();
    story.do(resolve);
    expect(words(story.wait(1).do({ ...resolve, by: sam }))).toContain('closed');
    expect(story.incident.closed?.by).toBe(ada);
  });

  test('reopened, it is open as it was, and is written down anew when it ends again', () => {
    const story = opened();
    story.answer(down).do(resolve);
    story.do(reported(1));
    expect(types(story.do({ do: 'reopen', by: sam, reason: 'it is back' }))).toEqual(['incident.reopened']);
    expect(story.incident.closed).toBeNull();
    expect(story.incident.runs[0]?.verdict).not.toBeNull();
    story.do({ ...resolve, by: sam });
    expect(pending(story.incident)).toEqual([{ effect: 'report', report: 2 }]);
    expect(story.do(reported(1))).toEqual([]);
    expect(types(story.do(reported(2)))).toContain('report.written');
  });

  test('a report that comes after it was reopened tells of another incident', () => {
    const story = opened();
    story.do(resolve);
    story.do({ do: 'reopen', by: ada, reason: 'too early' });
    expect(story.do(reported(1))).toEqual([]);
  });

  test('tasks are those there are, and are ticked and unticked', () => {
    const story = opened();
    story.do({ ...resolve, told: { impact: '', cause: '', followUps: [{ what: 'bug', owner: null, due: null }] } });
    expect(types(story.do({ do: 'tick', by: sam, task: 'follow_up_1', done: true }))).toEqual(['task.ticked']);
    expect(story.do({ do: 'tick', by: sam, task: 'follow_up_1', done: true })).toEqual([]);
    expect(types(story.do({ do: 'tick', by: sam, task: 'follow_up_2', done: true }))).toEqual(['refused: out_of_date']);
    expect(types(story.do({ do: 'tick', by: sam, task: 'toString', done: true }))).toEqual(['refused: out_of_date']);
    story.do({ do: 'tick', by: sam, task: 'follow_up_1', done: false });
    expect(story.incident.ticked).toEqual({});
  });

  test('what was done after the first end is not done after the second', () => {
    const story = opened();
    const told = (what: string) => ({ impact: '', cause: '', followUps: [{ what, owner: null, due: null }] });
    story.do({ ...resolve, told: told('file a bug') });
    story.do({ do: 'tick', by: sam, task: 'follow_up_1', done: true });
    story.do({ do: 'reopen', by: sam, reason: 'it is back' });
    story.do({ ...resolve, told: told('raise the limit for good') });
    expect(story.incident.ticked).toEqual({});
  });

  test('data that is right ticks its task; data that is not, does not', () => {
    const story = opened();
    story.do(resolve);
    story.do({ do: 'check_data', by: sam });
    expect(pending(story.incident)).toContainEqual({ effect: 'check_data', at: story.now.toISOString() });
    expect(types(story.do({ do: 'data_checked', holds: 'no', says: ['2 rows are missing'] }))).toEqual([
      'data.checked',
    ]);
    story.wait(5).do({ do: 'check_data', by: sam });
    expect(types(story.do({ do: 'data_checked', holds: 'yes', says: ['all there'] }))).toEqual([
      'data.checked',
      'task.ticked',
    ]);
    expect(story.incident.ticked['data']?.by).toBe(sam);
  });

  test('of a pruned incident nothing can be changed', () => {
    const story = opened();
    story.do(resolve);
    story.state = { ...story.incident, pruned: true };
    expect(types(story.do({ do: 'reopen', by: ada, reason: 'why' }))).toEqual(['refused: pruned']);
    expect(story.do({ do: 'wake' })).toEqual([]);
    expect([pending(story.incident), timersOf(story.incident)]).toEqual([[], []]);
  });
});

describe('property: whatever people do', () => {
  const RUNS = { numRuns: 150 };

  test('a folded log is the state that was left', () => {
    fc.assert(
      fc.property(recordSteps, fc.boolean(), (steps, alert) => {
        const { state, events, id } = record(steps, alert);
        const written = events.map((event) => ({ ...event, version: EVENT_VERSIONS[event.type] }));
        const read = (JSON.parse(JSON.stringify(written)) as typeof written).map(fromLog);
        expect(fold(id, read)).toEqual(state);
      }),
      RUNS,
    );
  });

  test('without its detail a log still folds, to the same end and the same reports', () => {
    fc.assert(
      fc.property(recordSteps, fc.boolean(), (steps, alert) => {
        const { state, events, id } = record(steps, alert);
        const numbered = events.map((event, at) => ({ seq: at + 1, event }));
        const { seqs } = detailOf(numbered);
        const left = fold(
          id,
          numbered.filter(({ seq }) => !seqs.includes(seq)).map(({ event }) => event),
        );
        expect([left?.closed, left?.reports, left?.runs[0]?.verdict]).toEqual([
          state?.closed,
          state?.reports,
          state?.runs[0]?.verdict,
        ]);
      }),
      RUNS,
    );
  });

  test('waking it leaves nothing that is due: no clock turns in a circle', () => {
    fc.assert(
      fc.property(recordSteps, fc.boolean(), (steps, alert) => {
        const story = record(steps, alert);
        // What a run that ended by the first waking brings may be due at once, too.
        for (let turn = 0; turn < 3; turn += 1) story.do({ do: 'wake' });
        const next = wakeAt(story.incident);
        expect(next === null || next > story.now.toISOString()).toBe(true);
      }),
      RUNS,
    );
  });

  test('nobody is called twice, levels only rise, and a closed incident calls nobody', () => {
    fc.assert(
      fc.property(recordSteps, fc.boolean(), (steps, alert) => {
        record(steps, alert, ({ incident }) => {
          const called = incident.escalations.map(({ to }) => to);
          expect(new Set(called).size).toBe(called.length);
          const levels = incident.escalations.map(({ level }) => level ?? 0);
          expect([...levels].sort((one, other) => one - other)).toEqual(levels);
          if (incident.closed !== null) expect(timersOf(incident)).toEqual([]);
        });
      }),
      RUNS,
    );
  });

  test('each closing is written down once at most', () => {
    fc.assert(
      fc.property(recordSteps, fc.boolean(), (steps, alert) => {
        const { incident } = record(steps, alert);
        const numbers = incident.reports.map(({ report }) => report);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(incident.closings);
      }),
      RUNS,
    );
  });
});

describe('alerts', () => {
  const firing = { do: 'alert', by: 'alert:APIDown', state: 'firing', says: 'no target up', channel: 'C1' } as const;

  test('one that fires opens an incident, whose card waits for the verdict for five seconds at most', () => {
    const story = new Story([called]);
    expect(types(story.do(firing))).toEqual(['incident.opened', 'run.started', 'alert.changed']);
    expect([story.incident.openedBy, isHeldBack(story.incident)]).toEqual(['alert:APIDown', true]);
    expect(story.wait(4).do({ do: 'wake' })).toEqual([]);
    expect(types(story.wait(1).do({ do: 'wake' }))).toEqual(['message.planned']);
    expect(isHeldBack(story.incident)).toBe(false);
  });

  test('with its verdict the card waits no longer', () => {
    const story = new Story([called]);
    story.do(firing);
    story.answer(down);
    expect(isHeldBack(story.incident)).toBe(false);
    expect(wakeAt(story.incident)).toBe(after(120).toISOString());
  });

  test('told again it says nothing new; ended and fired again while it is thought to be well, everything is asked again', () => {
    const story = new Story([called]);
    story.do(firing);
    expect(story.do(firing)).toEqual([]);
    story.answer(up);
    expect(types(story.do({ ...firing, state: 'resolved' }))).toEqual(['alert.changed']);
    expect(types(story.do(firing))).toEqual(['alert.changed', 'run.started']);
    expect(types(story.do({ ...firing, state: 'resolved' }))).toEqual(['alert.changed']);
  });

  test('one that ended opens nothing', () => {
    expect(types(new Story([called]).do({ ...firing, state: 'resolved' }))).toEqual(['refused: not_open']);
  });
});
