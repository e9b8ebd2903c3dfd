import { describe, expect, test } from '@jest/globals';
import type { LogRow } from '../../src/engine/store.js';
import { Story } from '../builders.js';
import { sample } from '../sample.js';
import { elsewhere, logOf, mine, other, read, say, shown, type Place } from './place.js';

const hashOf = (seq: number): string => seq.toString(16).padStart(2, '0').repeat(32);

const rowOf = (seq: number, over: Partial<LogRow> = {}): LogRow => ({
  ...{ incident: 'INC-12', seq, type: 'note.added', version: 1, at: '2025-12-04T03:05:00.000Z', actor: 'slack:UADA' },
  ...{ payload: {}, pruned: false, payloadHash: hashOf(seq), prevHash: hashOf(seq - 1), hash: hashOf(seq) },
  ...over,
});

/** An incident that was resolved, and whose record up to event 5 was posted with its summary. */
function posted(head = hashOf(5)): Partial<Place> {
  const story = new Story([sample]).open();
  story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'restarted' });
  const report = { report: 1, upTo: 5, head, summary: [], document: null, pictures: [], trouble: null, names: {} };
  story.do({ do: 'reported', report, samples: [] });
  expect(story.incident.reports).toHaveLength(1);
  return {
    incidents: [story.incident],
    logs: { 'INC-12': logOf(story) },
    rows: Array.from({ length: 7 }, (_, at) => rowOf(at + 1)),
    verdict: { intact: true, events: 7, pruned: 0, head: hashOf(7) },
  };
}

const open: Partial<Place> = {
  incidents: [mine],
  rows: [rowOf(1), rowOf(2)],
  verdict: { intact: true, events: 2, pruned: 0, head: hashOf(2) },
};

describe('verify', () => {
  test('says that the record is unbroken, with its head', async () => {
    expect(await say('verify', open)).toMatchObject({ message: expect.anything() });
    expect(await say('verify', open)).not.toHaveProperty('exit');
    expect(await read('verify', open)).toBe('The record of INC-12 is unbroken: 2 events, head `02020202`.');
  });

  test('compares with what was posted with the summary', async () => {
    expect(await read('verify INC-12', posted())).toBe(
      'The record of INC-12 is unbroken: 7 events, head `07070707`. Up to event 5 it is as posted with its summary, `05050505`.',
    );
    const answer = await say('verify INC-12', posted('a'.repeat(64)));
    expect(answer).toMatchObject({ exit: 'problem' });
    expect(await read('verify INC-12', posted('a'.repeat(64)))).toBe(
      'The record of INC-12 was changed: event 5 is not the one posted with its summary, aaaaaaaa.',
    );
  });

  test('names the first bad row', async () => {
    const broken = {
      ...open,
      verdict: { intact: false, seq: 41, why: 'its payload does not match its hash' },
    } as const;
    expect(await read('verify', broken)).toBe(
      'The record of INC-12 is broken at event 41: its payload does not match its hash. Do not rely on it from there on.',
    );
    expect(await say('verify', broken)).toMatchObject({ exit: 'problem' });
  });

  test('counts what was removed by age', async () => {
    const pruned = { ...open, verdict: { intact: true, events: 2, pruned: 1, head: hashOf(2) } } as const;
    expect(await read('verify', pruned)).toContain('Details of 1 event were removed by age; their hashes still fit.');
  });

  test.each([
    '05050505',
    '0505 0505'.replace(' ', ''),
    '05050505…',
    '0505050505050505',
    hashOf(5),
    hashOf(5).toUpperCase(),
  ])('finds the event of the hash %s', async (hash) => {
    expect(await read(`verify INC-12 ${hash}`, posted())).toContain('Your hash is that of event 5.');
  });

  test('says when no event has the hash that was given: the whole record may be another', async () => {
    expect(await read('verify INC-12 deadbeef', posted())).toBe(
      'No event of INC-12 has a hash that begins with deadbeef: this is not the record it was taken from.',
    );
    expect(await say('verify INC-12 deadbeef', posted())).toMatchObject({ exit: 'problem' });
  });

  test.each(['0505050', 'xyzxyzxyz', '05050505 06060606', '%', '<!channel>', 'f'.repeat(65)])(
    '%j is no hash',
    async (hash) => {
      expect(await read(`verify INC-12 ${hash}`, posted())).toContain('is no hash; 8 digits of it are enough, like');
      expect(await say(`verify INC-12 ${hash}`, posted())).toMatchObject({ exit: 'failed' });
    },
  );

  test('shows no incident of another channel, and guesses between none', async () => {
    expect(await read('verify INC-14', { incidents: [elsewhere] })).toContain('There is no INC-14 in this channel.');
    expect(await read('verify', { incidents: [mine, other] })).toContain('Which one?');
  });
});

describe('export', () => {
  const terminal = { ...open, channel: null };

  test.each([
    ['export INC-12 --jsonl', false],
    ['export INC-12', false],
    ['export --jsonl INC-12', null],
    ['export INC-12 --jsonl --private', true],
    ['export INC-12 --PRIVATE --jsonl', true],
  ])('%j prints the log, a line each event', async (said, everything) => {
    const secret = rowOf(2, { payload: { note: 1, says: 'kim is ill', private: true, source: null } });
    const answer = await say(said, { ...terminal, rows: [rowOf(1), secret] });
    if (everything === null) expect(answer).toMatchObject({ exit: 'failed' });
    else {
      const output = 'output' in answer ? answer.output : '';
      expect(output.trimEnd().split('\n')).toHaveLength(2);
      expect(output.includes('kim is ill')).toBe(everything);
    }
  });

  test('is for the terminal', async () => {
    expect(await read('export INC-12 --jsonl --private', open)).toBe(
      'This is for the terminal: `incident export INC-12 --jsonl`. Nothing was sent.',
    );
  });

  test('refuses an option it does not know: no private note leaves by a slip', async () => {
    expect(await read('export INC-12 --jsonl --privat', terminal)).toBe(
      'No option is called `--privat`. Nothing was exported. Send `incident export INC-12 --jsonl`.',
    );
    expect((await shown('export INC-99', terminal)).plain[0]).toBe('There is no INC-99. Nothing was changed; ');
  });
});
