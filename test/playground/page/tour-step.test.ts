import { describe, expect, test } from '@jest/globals';
import type { PageMessage, PageState } from '../../../playground/page-server/protocol.js';
import { beginTour, recallTour, type TourMemory } from '../../../playground/page/tour-memory.js';
import { TOUR_TITLES, tourStep } from '../../../playground/page/tour-step.js';
import { ada, broken, card, fileReply, kim, message, panel, quiet, sam } from './tour-scene.js';

const fresh: TourMemory = { open: true, after: '', read: null };
const read: TourMemory = { ...fresh, read: 'INC-1' };
const showing = (state: PageState, ...messages: PageMessage[]): PageState => ({ ...state, messages });

describe('the tour goes by itself from step to step', () => {
  test('first something is broken, at the panel', () => {
    expect(tourStep(quiet, fresh)).toMatchObject({ step: 1, place: 'panel', button: null });
    expect(tourStep(quiet, fresh).says).toContain('Break beside oom');
  });

  test('while it breaks it says so, and stays', () => {
    const breaking = { ...quiet, panel: { ...panel, broken: 'oom', busy: 'breaking' } };
    expect(tourStep(breaking, fresh)).toMatchObject({ step: 1, place: 'panel' });
    expect(tourStep(breaking, fresh).says).toContain('being changed');
  });

  test('then the bot is asked, in the composer', () => {
    const step = tourStep(broken, fresh);
    expect(step).toMatchObject({ step: 2, place: 'composer' });
    expect(step.says).toContain('/incident api-down');
  });

  test('while it diagnoses there is nothing to press', () => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'diagnosing')), fresh)).toMatchObject({
      ...{ step: 3, place: 'messages', button: null },
    });
  });

  test('a verdict waits until it was read: no state can tell that', () => {
    const seen = showing(broken, card('2.0', 'INC-1', 'out of memory', ['request_remedy']));
    expect(tourStep(seen, fresh)).toMatchObject({ step: 3, button: 'read' });
    expect(tourStep(seen, read)).toMatchObject({ step: 4, place: 'messages', button: null });
    expect(tourStep(seen, read).says).toContain('first button');
  });

  test('who asked is sent to be an approver, and the approver to the request', () => {
    const asked = showing(broken, card('2.0', 'INC-1', 'approval wanted'));
    expect(tourStep(asked, read)).toMatchObject({ step: 4, place: 'people' });
    expect(tourStep(asked, read).says).toContain('Be Sam');
    expect(tourStep({ ...asked, you: sam }, read)).toMatchObject({ step: 4, place: 'messages' });
    expect(tourStep({ ...asked, you: kim }, read).place).toBe('people');
  });

  test('while the remedy runs there is nothing to press; once it is verified there is', () => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'remedy running')), read).step).toBe(4);
    for (const status of ['watching', 'remedy verified', 'well again'])
      expect(tourStep(showing(broken, card('2.0', 'INC-1', status)), read)).toMatchObject({ step: 5 });
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'watching')), read).says).toContain('Resolve INC-1');
  });

  test('the end is the document in the thread', () => {
    const resolved = card('2.0', 'INC-1', 'resolved');
    expect(tourStep(showing(quiet, resolved), read)).toMatchObject({ step: 5, place: 'thread', button: null });
    const written = showing(quiet, resolved, fileReply('3.0', '2.0', 'INC-1-report.md'));
    expect(tourStep(written, read)).toMatchObject({ step: 5, place: 'thread', button: 'finish' });
    expect(tourStep(written, read).says).toContain('INC-1-report.md');
  });
});

describe('whoever does things in another order', () => {
  test('and asks before anything is broken is told that this was right, and where to begin', () => {
    const well = showing(quiet, card('2.0', 'INC-1', 'false alarm', ['close_false_alarm']));
    expect(tourStep(well, fresh)).toMatchObject({ step: 1, place: 'panel' });
    expect(tourStep({ ...well, panel: broken.panel }, fresh)).toMatchObject({ step: 2, place: 'messages' });
    expect(tourStep({ ...well, panel: broken.panel }, fresh).says).toContain('Diagnose again');
  });

  test('and presses without having said that they read is not held up', () => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'approval wanted')), fresh).step).toBe(4);
  });

  test('and heals by hand in the middle still sees where the incident stands', () => {
    expect(tourStep(showing(quiet, card('2.0', 'INC-1', 'remedy running')), read).step).toBe(4);
  });

  test('and meets a cause without a remedy is told to read on', () => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'could not tell why', ['escalate'])), read)).toMatchObject({
      step: 4,
      says: 'The card offers no remedy now. Do what its Next line says.',
    });
  });

  test('and cancels is told that it is over, without a document', () => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'cancelled')), read)).toMatchObject({ button: 'finish' });
  });

  test('and opens a second incident is met at the newest', () => {
    const two = showing(broken, card('2.0', 'INC-1', 'resolved'), card('5.0', 'INC-2', 'diagnosing'));
    expect(tourStep(two, read).step).toBe(3);
  });
});

describe('what is not a card', () => {
  test.each([
    ['a person who writes INC-9', message('9.0', 'INC-9 api down: resolved', { author: ada.id })],
    ['a reply in a thread', { ...card('9.0', 'INC-9', 'resolved'), threadTs: '2.0' }],
    ['a word to one person', { ...card('9.0', 'INC-9', 'resolved'), ephemeral: true }],
    ['later news of the same incident', card('9.0', 'INC-1', 'remedy verified')],
  ])('%s moves nothing', (_, other) => {
    expect(tourStep(showing(broken, card('2.0', 'INC-1', 'diagnosing'), other), fresh).step).toBe(3);
  });
});

describe('what is remembered', () => {
  test('a tour that is begun again leaves out the incident that is over, and keeps one that is open', () => {
    const over = showing(quiet, card('2.0', 'INC-1', 'resolved'));
    expect(beginTour(over)).toEqual({ open: true, after: '2.0', read: null });
    expect(tourStep(over, beginTour(over)).step).toBe(1);
    const open = showing(broken, card('2.0', 'INC-1', 'out of memory'));
    expect(tourStep(open, beginTour(open)).step).toBe(3);
  });

  test('what another page left in the browser is no memory', () => {
    for (const kept of [null, '', 'x', '[]', 'null', '{"open":1}', '{"open":true,"after":1,"read":null}'])
      expect(recallTour(kept)).toBeNull();
    expect(recallTour(JSON.stringify(read))).toEqual(read);
  });
});

test('every step has a title, and every sentence can be read half awake', () => {
  const states = [
    ...[quiet, broken, { ...quiet, panel: { ...panel, busy: 'breaking' } }],
    ...[
      'diagnosing',
      'false alarm',
      'out of memory',
      'approval wanted',
      'remedy running',
      'watching',
      'resolved',
    ].flatMap((status) => [quiet, broken].map((state) => showing(state, card('2.0', 'INC-1', status)))),
  ];
  const steps = states.flatMap((state) => [fresh, read].map((memory) => tourStep(state, memory)));
  expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(TOUR_TITLES.map((_, at) => at + 1)));
  for (const { says } of steps) {
    expect(says).not.toMatch(/!/);
    for (const sentence of says.split(/(?<=[.:])\s/)) expect(sentence.split(' ').length).toBeLessThanOrEqual(15);
  }
});
