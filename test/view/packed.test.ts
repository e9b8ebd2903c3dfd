import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mrkdwn } from '../../src/slack/mrkdwn.js';
import { cutTo, packed } from '../../src/view/packed.js';
import type { Part, Text } from '../../src/text/text.js';
import { anyText } from '../any-text.js';
import { words } from './words.js';

const reading = { name: () => 'n'.repeat(40), party: () => null, day: '2025-12-04' };
const says = (lines: readonly Text[]): Text[] =>
  packed(lines).map((block) => (block.kind === 'section' ? block.says : []));

const part: fc.Arbitrary<Part> = fc.oneof(
  anyText({ maxLength: 4_000 }),
  fc.constantFrom('&'.repeat(3_000), '<!channel>'.repeat(500), 'a\n'.repeat(1_000), '🔥'.repeat(1_500)),
  fc.constant({ time: '2025-12-03T03:04:05Z', to: 'minute' } as const),
  fc.constant({ person: 'slack:UADA' }),
  fc.constant({ link: 'message', url: 'https://x.slack.com/archives/C1/p1' }),
  fc.string({ maxLength: 300 }).map((bold) => ({ bold })),
);

describe('packed', () => {
  test('puts lines together while they fit, in order', () => {
    expect(says([['one'], ['two'], ['three']]).map(words)).toEqual(['one\ntwo\nthree']);
    const long = 'x'.repeat(2_000);
    expect(says([[long], ['short'], [long]]).map(words)).toEqual([`${long}\nshort`, long]);
    expect(packed([])).toEqual([]);
  });

  test('property: no block is more than Slack takes, and no line is lost whole', () => {
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 5 }), { maxLength: 20 }), (lines) => {
        const marked = lines.map((line, at): Text => [`line ${at}.`, ...line]);
        const blocks = says(marked);
        for (const block of blocks) expect(mrkdwn(block, reading).length).toBeLessThanOrEqual(2_900);
        const all = blocks.map(words).join('\n');
        for (const at of lines.keys()) expect(all).toContain(`line ${at}.`);
      }),
      { numRuns: 100 },
    );
  });
});

describe('cutTo', () => {
  test('leaves alone what fits, and marks what it cuts', () => {
    expect(cutTo(['short ', { bold: 'and bold' }], 100)).toEqual(['short ', { bold: 'and bold' }]);
    expect(cutTo(['a long sentence', { code: 'x' }], 6)).toEqual(['a long', '…']);
    expect(cutTo([{ code: 'never half a command' }], 5)).toEqual(['…']);
  });

  test('never cuts a character in half', () => {
    const [kept = ''] = cutTo(['🔥🔥🔥'], 3);
    expect(kept).toBe('🔥');
  });
});
