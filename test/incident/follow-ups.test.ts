import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followUpsIn } from '../../src/incident/follow-ups.js';
import type { FollowUp } from '../../src/incident/record.js';

/** The same as one would type them. */
function followUpLines(followUps: readonly FollowUp[]): string {
  return followUps
    .map(({ what, owner, due }) =>
      [what, owner === null ? null : `@${owner}`, due].filter((part) => part !== null).join(' '),
    )
    .join('\n');
}

describe('follow-ups as people type them', () => {
  test.each([
    ['file a bug', [{ what: 'file a bug', owner: null, due: null }]],
    [
      '- file a bug for the leak @sam 2026-12-01',
      [{ what: 'file a bug for the leak', owner: 'sam', due: '2026-12-01' }],
    ],
    ['@sam, by 2026-12-01: file a bug', [{ what: 'file a bug', owner: 'sam', due: '2026-12-01' }]],
    [
      '1. one\n\n2) two\n* three\n- [ ] four',
      ['one', 'two', 'three', 'four'].map((what) => ({ what, owner: null, due: null })),
    ],
    ['pay 2026-13-45', [{ what: 'pay 2026-13-45', owner: null, due: null }]],
    ['mail ops@example.com', [{ what: 'mail ops@example.com', owner: null, due: null }]],
    ['', []],
    ['  \n \n', []],
  ])('%j', (typed, expected) => {
    expect(followUpsIn(typed)).toEqual(expected);
  });

  test('twenty at most', () => {
    expect(followUpsIn('one\n'.repeat(50))).toHaveLength(20);
  });

  test('property: what is typed as it was shown is the same again', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/).filter((one) => one !== 'by');
    const followUp = fc.record({
      what: fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' ')),
      owner: fc.option(word, { nil: null }),
      due: fc.constantFrom(null, '2026-12-01'),
    });
    fc.assert(
      fc.property(fc.array(followUp, { maxLength: 20 }), (all) => {
        expect(followUpsIn(followUpLines(all))).toEqual(all);
      }),
    );
  });
});
