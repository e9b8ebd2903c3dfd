import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Incident } from '../../src/incident/state.js';
import { card } from '../../src/view/card.js';
import { evidence } from '../../src/view/evidence.js';
import { newsOf, wanted } from '../../src/view/wanted.js';
import { expectAllManners } from './all-manners.js';
import { buttonsOf, phoneLines, TALLEST } from './manners.js';
import { liveRecorded, recordSteps } from './record-lives.js';
import { recordScenes } from './record-scenes.js';
import { by, Recording } from './recording.js';
import { inWords } from './words.js';

/** The summary is read once, sitting down: it may take more than a card. */
const SUMMARY_TALLEST = 22;

function scene(name: string): Incident {
  const incident = recordScenes[name];
  if (incident === undefined) throw new Error(`there is no scene ${name}`);
  return incident;
}

function message(incident: Incident, slot: string) {
  const found = wanted(incident).find((one) => one.slot === slot);
  if (found === undefined) throw new Error(`${slot} is not wanted`);
  return found.message;
}

describe('every message of the record', () => {
  test.each(Object.entries(recordScenes))('in %s has its manners', (_, incident) => expectAllManners(incident));

  test.each(Object.entries(recordScenes))('in %s is no taller than a phone', (_, incident) => {
    for (const { slot, under, message: shown } of wanted(incident)) {
      if (under !== null) continue;
      const most = slot.startsWith('resolved-') ? SUMMARY_TALLEST : TALLEST;
      expect(phoneLines(shown)).toBeLessThanOrEqual(most + (incident.drill ? 2 : 0));
    }
  });

  test.each(Object.entries(recordScenes))('in %s raises no voice', (_, incident) => {
    for (const { message: shown } of wanted(incident))
      expect(inWords(shown)).not.toMatch(/!|@channel|@here|sorry|please|\?\.|\.\.|undefined/i);
  });

  test('calls no party in a drill', () => {
    for (const name of ['alert-nudged-drill', 'escalated-drill'])
      expect(JSON.stringify(wanted(scene(name)))).not.toContain('party:');
  });
});

describe('property: whatever happens', () => {
  test('every message has its manners', () => {
    fc.assert(
      fc.property(recordSteps, (life) => {
        liveRecorded(life, ({ incident }) => {
          expectAllManners(incident);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('what was wanted once stays wanted', () => {
    fc.assert(
      fc.property(recordSteps, (life) => {
        const ever = new Set<string>();
        liveRecorded(life, (story) => {
          // A draft that is written anew replaces the one before.
          const slots = wanted(story.incident).map(({ slot }) => slot);
          const now = slots.filter((slot) => !slot.startsWith('draft-'));
          expect([...ever].filter((slot) => !now.includes(slot))).toEqual([]);
          for (const slot of now) ever.add(slot);
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is told of a moment stays as it was', () => {
  const ill = new Recording().broken().then(by.take('slack:UADA'), by.give('slack:UADA', 'slack:USAM'));

  test('a handover tells how things stood, whatever comes later', () => {
    const then = message(ill.incident, 'handover-2');
    ill.mended().watchedClean().resolve().reported();
    expect(message(ill.incident, 'handover-2')).toEqual(then);
  });

  test('a summary stays though the incident is reopened and ends again', () => {
    const before = message(scene('resolved'), 'resolved-1');
    for (const name of ['reopened', 'reopened-resolved-again'])
      expect(message(scene(name), 'resolved-1')).toEqual(before);
  });
});

describe('what can be pressed', () => {
  const actionsOf = (incident: Incident, slot: string): string[] =>
    buttonsOf(message(incident, slot).blocks).map(({ action, value }) => `${action} ${value}`);

  test('an update can be put off from the newest question alone', () => {
    const asked = scene('update-asked-twice');
    expect(actionsOf(asked, 'update-1')).toEqual([]);
    expect(actionsOf(asked, 'update-2')).toEqual(['snooze_update INC-12:20', 'snooze_update INC-12:60']);
    expect(actionsOf(scene('update-put-off'), 'update-1')).toEqual([]);
  });

  test('only the newest of several calls offers the command, and only until somebody has it', () => {
    const called = scene('escalated-level-3');
    expect(actionsOf(called, 'escalated-1')).toEqual([]);
    expect(actionsOf(called, 'escalated-2')).toEqual(['take_command INC-12']);
    expect(actionsOf(scene('escalated-and-taken'), 'escalated-1')).toEqual([]);
  });

  test('a checklist has one press for each task, and takes one back for each that is done', () => {
    expect(actionsOf(scene('resolved'), 'checklist-1')).toEqual([
      ...['check_data INC-12', 'tick_task INC-12:monitoring', 'draft_task INC-12:post_mortem'],
      ...['draft_task INC-12:runbook', 'tick_task INC-12:follow_up_1', 'tick_task INC-12:follow_up_2'],
    ]);
    const undo = actionsOf(scene('checklist-done'), 'checklist-1');
    expect(undo.every((one) => one.startsWith('untick_task INC-12:'))).toBe(true);
    expect(actionsOf(scene('reopened'), 'checklist-1')).toEqual([]);
  });

  test('a menu never has more than five entries, and no entry that stands in a row', () => {
    const offered = new Recording().broken().mended().incident;
    for (const incident of [...Object.values(recordScenes), offered]) {
      const { blocks } = card(incident);
      const menu = blocks.flatMap((block) => (block.kind === 'section' ? (block.menu ?? []) : []));
      const row = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
      expect(menu.length).toBeLessThanOrEqual(5);
      expect(menu.filter(({ action }) => row.some((one) => one.action === action))).toEqual([]);
    }
  });

  test('where everybody was called, nobody is offered to be called', () => {
    const actions = buttonsOf(card(scene('escalated-level-3')).blocks).map(({ action }) => action);
    expect(actions).not.toContain('escalate');
  });
});

describe('what is news on the card', () => {
  test.each([
    ['an acknowledgement', 'alert-nudged', 'alert-acknowledged'],
    ['a call', 'alert-acknowledged', 'escalated-level-2'],
    ['an end', 'resolved', 'reopened'],
  ])('%s', (_, one, other) => {
    expect(newsOf(scene(one))).not.toBe(newsOf(scene(other)));
  });

  test('a commander, a severity, an end', () => {
    const story = new Recording().broken();
    const told = [newsOf(story.incident)];
    told.push(newsOf(story.then(by.take('slack:UADA')).incident));
    told.push(newsOf(story.then({ do: 'set_severity', by: 'slack:UADA', severity: 'low' }).incident));
    told.push(newsOf(story.resolve().incident));
    expect(new Set(told).size).toBe(4);
  });

  test('is no note', () => {
    const story = new Recording().broken();
    const before = newsOf(story.incident);
    expect(newsOf(story.then(by.note('slack:UADA', 'looking')).incident)).toBe(before);
  });
});

describe('an incident says nothing', () => {
  test('while it waits for a channel of its own, or its alert for a verdict', () => {
    const story = new Recording().broken();
    const waiting = { ...story.incident, channelWanted: { name: 'inc-api-down', from: 'C1' } };
    expect(wanted(waiting)).toEqual([]);
    const alerted = new Recording().open({ by: 'alert:APIDown' });
    expect(wanted({ ...alerted.incident, slots: {} })).toEqual([]);
  });

  test('once its details were removed', () => {
    expect(wanted({ ...scene('resolved'), pruned: true })).toEqual([]);
  });
});

test('the pages of the runbook stand in the first evidence, once', () => {
  const incident = scene('well-again');
  const shown = incident.runs.map((run) => inWords(evidence(incident, run)).includes('Grafana: API Overview'));
  expect(shown).toEqual([true, false]);
});
