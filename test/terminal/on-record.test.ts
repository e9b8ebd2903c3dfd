import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../src/incident/state.js';
import { isPlain, onRecord, type PlainCommand } from '../../src/terminal/on-record.js';
import { alerted, opened } from '../incident/responding.js';
import type { Story } from '../builders.js';
import { words } from '../view/words.js';

const by = 'terminal:ada';
const note = { do: 'note', by, says: 'x', private: false, source: null } as const;

/** What is said before and after the wish is on record. */
function said(story: Story, command: PlainCommand): readonly [string | null, string | null] {
  const before = story.incident;
  const at = (now: Incident): string | null => {
    const says = onRecord(command, before, now);
    return says === null ? null : words(says);
  };
  const nothingYet = at(before);
  story.do(command);
  return [nothingYet, at(story.incident)];
}

describe('what stands on record at a terminal', () => {
  test.each<[PlainCommand, string]>([
    [note, 'Noted in INC-12.'],
    [{ ...note, private: true }, 'Noted in INC-12; it stays out of documents and exports.'],
    [{ do: 'set_severity', by, severity: 'low' }, 'INC-12 is low now.'],
    [{ do: 'give_role', by, role: 'scribe', to: 'slack:UKIM' }, 'slack:UKIM is scribe of INC-12 now.'],
    [{ do: 'escalate', by, reason: '' }, 'INC-12 is escalated to senior-oncall, level 2.'],
    [{ do: 'snooze', by, minutes: 20 }, 'No update of INC-12 is asked for before <03:25>.'],
  ])('%j is said once it is there, not before', (command, sentence) => {
    expect(said(opened(), command)).toEqual([null, sentence]);
  });

  test('an acknowledgement', () => {
    const sentence = 'INC-12 is acknowledged by terminal:ada.';
    expect(said(alerted(), { do: 'acknowledge', by })).toEqual([null, sentence]);
  });

  test('a reopening', () => {
    const story = opened();
    story.do({ do: 'close', by, how: 'resolved', reason: 'x' });
    expect(said(story, { do: 'reopen', by, reason: 'x' })).toEqual([null, 'INC-12 is open again.']);
  });

  test('of a second wish of the kind is not the first one’s', () => {
    const story = opened();
    for (const command of [note, { do: 'escalate', by, reason: '' }, { do: 'snooze', by, minutes: 5 }] as const) {
      story.wait(60).do(command);
      expect(said(story.wait(60), command)[0]).toBe(null);
    }
  });

  test('is nothing for wishes that something must be done for', () => {
    expect(isPlain({ do: 'request', by, offer: 1, may: false })).toBe(false);
    expect(isPlain({ do: 'close', by, how: 'resolved', reason: 'x' })).toBe(false);
  });
});
