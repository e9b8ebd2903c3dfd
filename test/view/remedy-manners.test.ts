import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { standingOf } from '../../src/incident/standing.js';
import { newsOf, wanted } from '../../src/view/wanted.js';
import { expectAllManners } from './all-manners.js';
import { buttonsOf, phoneLines, TALLEST } from './manners.js';
import { Mending, offering } from './mending.js';
import { liveWithRemedies, remedySteps } from './remedy-lives.js';
import { remedyScenes } from './remedy-scenes.js';
import { inWords } from './words.js';

describe('every message about remedies', () => {
  test.each(Object.entries(remedyScenes))('in %s has its manners', (_, incident) => expectAllManners(incident));

  test.each(Object.entries(remedyScenes))('in %s is no taller than a phone', (_, incident) => {
    for (const { under, message } of wanted(incident))
      // The mark of a drill takes two more.
      if (under === null) expect(phoneLines(message)).toBeLessThanOrEqual(TALLEST + (incident.drill ? 2 : 0));
  });

  test('has its manners whatever happens', () => {
    fc.assert(
      fc.property(remedySteps, (life) => {
        liveWithRemedies(life, ({ incident }) => {
          expectAllManners(incident);
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.entries(remedyScenes))('in %s raises no voice', (_, incident) => {
    for (const { message } of wanted(incident)) expect(inWords(message)).not.toMatch(/!|@channel|@here|sorry|please/i);
  });
});

describe('property: whatever happens, a request', () => {
  test('has buttons exactly while it waits for a yes', () => {
    fc.assert(
      fc.property(remedySteps, (life) => {
        liveWithRemedies(life, ({ incident }) => {
          const standing = standingOf(incident);
          const waits = standing.as === 'approval' ? `request-${standing.request.request}` : null;
          const pressable = wanted(incident).filter(
            ({ slot, message }) => slot.startsWith('request-') && buttonsOf(message.blocks).length > 0,
          );
          expect(pressable.map(({ slot }) => slot)).toEqual(waits === null ? [] : [waits]);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('keeps every message it ever had, apart from the card', () => {
    fc.assert(
      fc.property(remedySteps, (life) => {
        const ever = new Set<string>();
        liveWithRemedies(life, (story) => {
          const now = wanted(story.incident).map(({ slot }) => slot);
          expect([...ever].filter((slot) => !now.includes(slot))).toEqual([]);
          // Messages are recorded in their slots before they are posted.
          for (const slot of now) {
            ever.add(slot);
            story.do({ do: 'plan_message', slot, channel: 'C1' });
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is news', () => {
  const story = (): Mending => new Mending().broken().offer([offering('raise_memory')]);
  const asked = story().request().incident;
  const approved = story().request().approve().incident;
  const begun = story().request().approve().begin().incident;
  const stepped = story().request().approve().begin('setting the limit', 'starting').incident;
  const done = story().request().approve().begin().acted().incident;

  test('is a request, its approval, its start and its end', () => {
    const told = [story().incident, asked, approved, begun, done].map(newsOf);
    expect(new Set(told).size).toBe(told.length);
    expect(told).not.toContain(null);
  });

  test('is no step', () => {
    expect(newsOf(stepped)).toBe(newsOf(begun));
  });
});

test('an attached text is uploaded into the thread under its own name', () => {
  const incident = remedyScenes['log-saved'];
  const files = wanted(incident ?? never()).filter(({ file }) => file !== null);
  expect(files.map(({ slot, under, file }) => [slot, under, file])).toEqual([
    [
      'file-1-1',
      'card',
      {
        name: 'INC-12-1-api-server.log',
        title: 'Log of api-server before it was killed',
        ...{ hash: 'hash', encoding: 'utf8', alt: null },
      },
    ],
  ]);
});

function never(): never {
  throw new Error('the scene is gone');
}
