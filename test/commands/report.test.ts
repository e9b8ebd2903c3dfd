import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/incident/record.js';
import { Story } from '../builders.js';
import { sample } from '../sample.js';
import { inWords } from '../view/words.js';
import { closed, elsewhere, logOf, mine, other, read, say, shown, type Place } from './place.js';

const DOCUMENT = { name: 'INC-12-report.md', title: 'Report', hash: 'h1', encoding: 'utf8', alt: null } as const;

const at = (story: Story, over: Partial<Place> = {}): Partial<Place> => ({
  incidents: [story.incident],
  logs: { [story.id]: logOf(story) },
  ...over,
});

/** An incident that was resolved; its report is written unless told otherwise. */
function resolved(over: Partial<Report> | null = {}): Story {
  const story = new Story([sample]).open().wait(60);
  story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'restarted' });
  const summary = [{ part: 'happened', says: ['It was killed for memory.'], from: [1] }] as const;
  const report = {
    report: 1,
    upTo: 3,
    head: 'a1',
    summary,
    document: DOCUMENT,
    pictures: [],
    trouble: null,
    names: {},
  };
  if (over !== null) story.do({ do: 'reported', report: { ...report, ...over }, samples: [] });
  return story;
}

describe('summary', () => {
  test('of an open incident is what happened so far', async () => {
    const told = inWords(await shown('summary', at(new Story([sample]).open())));
    expect(told).toMatch(/^C Summary of INC-12 so far, made just now\.\nS ./);
  });

  test('of a resolved one is what was recorded', async () => {
    const told = inWords(await shown('summary INC-12', at(resolved())));
    expect(told).toMatch(/^C Summary of INC-12, recorded <03:06>\.\nS It was killed for memory\.\n/);
  });

  test('of a reopened one is made anew', async () => {
    const story = resolved();
    story.do({ do: 'reopen', by: 'slack:UKIM', reason: 'it broke again' });
    expect(inWords(await shown('summary', at(story)))).toContain('C Summary of INC-12 so far, made just now.');
  });

  test('of one that ended a second time is not that of its first end', async () => {
    const story = resolved();
    story.do({ do: 'reopen', by: 'slack:UKIM', reason: 'it broke again' });
    story.wait(60).do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'replaced' });
    expect(inWords(await shown('summary INC-12', at(story)))).not.toContain('It was killed for memory.');
    expect(await read('report INC-12', at(story))).toContain('is being written');
  });

  test('fits one message, however much people told', async () => {
    const long = { part: 'impact', says: ['<&>'.repeat(3_000)], from: [1] } as const;
    const message = await shown('summary INC-12', at(resolved({ summary: [long, long, long, long] })));
    expect(inWords(message).length).toBeLessThan(20_000);
    expect(message.blocks.length).toBeLessThan(10);
  });
});

describe('report in Slack', () => {
  test('of an open incident is its summary, and when the document comes', async () => {
    const told = inWords(await shown('report', at(new Story([sample]).open())));
    expect(told).toContain('C Summary of INC-12 so far');
    expect(told).toContain('C The document is written when it is resolved; it comes in the thread of its card.');
  });

  test('of a resolved one says where the document is, and what went wrong with it', async () => {
    expect(await read('report INC-12', at(resolved()))).toBe(
      'The document of INC-12 is in the thread of its card: `INC-12-report.md`.',
    );
    expect(await read('report INC-12', at(resolved({ trouble: 'The template has a mistake in line 12.' })))).toContain(
      'The template has a mistake in line 12.',
    );
  });

  test('while it is written says so; where there is none says why', async () => {
    expect(await read('report INC-12', at(resolved(null)))).toBe(
      'The document of INC-12 is being written; it comes in the thread of its card.',
    );
    expect(await read('report INC-11', { incidents: [closed] })).toBe(
      'A document is written when an incident is resolved; INC-11 was closed as cancelled, so there is none.',
    );
  });
});

describe('report in a terminal', () => {
  test('prints the document as it was recorded, byte for byte, and nothing else', async () => {
    const texts = { h1: '# INC-12\n\nas it was\n' };
    expect(await say('report INC-12', at(resolved(), { channel: null, texts }))).toEqual({ output: texts.h1 });
  });

  test('prints how it would be now where none was recorded, or it is gone', async () => {
    for (const story of [new Story([sample]).open(), resolved(null), resolved()]) {
      const answer = await say('report INC-12', at(story, { channel: null }));
      expect(answer).toEqual({ output: expect.stringContaining('# ') });
      expect('output' in answer ? answer.output : '').toContain('INC-12');
    }
  });

  test('fails without a document for an incident that is not there', async () => {
    expect(await say('report INC-99', { channel: null })).toMatchObject({ exit: 'failed' });
  });
});

test.each(['report', 'summary'])('%s shows no incident of another channel, and guesses between none', async (word) => {
  expect(await read(`${word} INC-14`, { incidents: [elsewhere] })).toContain('There is no INC-14 in this channel.');
  expect(await read(word, { incidents: [mine, other] })).toContain('Which one?');
});
