import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { standingOf } from '../../src/incident/standing.js';
import type { Incident } from '../../src/incident/state.js';
import type { Message } from '../../src/view/message.js';
import { newsOf, wanted, type Wanted } from '../../src/view/wanted.js';
import { buttonsOf, expectCardManners, expectManners, phoneLines, TALLEST } from './manners.js';
import { Mending, offering } from './mending.js';
import { liveWithRemedies, remedySteps } from './remedy-lives.js';
import { remedyScenes } from './remedy-scenes.js';
import { inWords, words } from './words.js';

/** Whose messages mention somebody: those who must act. */
const CALLING = /^(request|glass|decision|unknown|result|watch|relapse|escalated)-/;

function expectAllManners(incident: Incident): void {
  const all = wanted(incident);
  expect(new Set(all.map(({ slot }) => slot)).size).toBe(all.length);
  expectCardManners(incident);
  for (const one of all) expectMannersOf(one);
  const offered = buttonsOf(all[0]?.message.blocks ?? []).filter(({ action }) => action === 'request_remedy');
  expect(offered.length).toBeLessThanOrEqual(2);
}

function expectMannersOf({ slot, under, message }: Wanted): void {
  expectManners(message);
  expect(words(message.plain)).toContain('INC-12');
  const kinds = message.blocks.map(({ kind }) => kind);
  expect(kinds[0] === 'header').toBe(under === null);
  const [header] = message.blocks;
  if (header?.kind === 'header') expect(header.title.replace(/^\S+ /, '').length).toBeLessThanOrEqual(40);
  if (under === null)
    expect(kinds.every((kind) => ['header', 'section', 'buttons', 'context'].includes(kind))).toBe(true);
  expect(mentions(message)).toBeLessThanOrEqual(CALLING.test(slot) ? 1 : 0);
  if (slot === 'card') return;
  const actions = buttonsOf(message.blocks).map(({ action }) => action);
  expect(actions.every((action) => ['approve_remedy', 'deny_remedy'].includes(action))).toBe(true);
}

function mentions({ blocks, plain }: Message): number {
  const texts = [plain, ...blocks.flatMap((block) => ('says' in block ? [block.says] : []))];
  return texts.flat().filter((part) => typeof part === 'object' && 'mention' in part).length;
}

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
      { numRuns: 1500 },
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
            ({ slot, message }) => slot !== 'card' && buttonsOf(message.blocks).length > 0,
          );
          expect(pressable.map(({ slot }) => slot)).toEqual(waits === null ? [] : [waits]);
        });
      }),
      { numRuns: 1500 },
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
      { numRuns: 1500 },
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
      { name: 'INC-12-1-api-server.log', title: 'Log of api-server before it was killed', hash: 'hash' },
    ],
  ]);
});

function never(): never {
  throw new Error('the scene is gone');
}
