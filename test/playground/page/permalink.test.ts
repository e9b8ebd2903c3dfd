import { describe, expect, test } from '@jest/globals';
import { spotOf } from '../../../playground/page/permalink.js';

describe('a link to a message', () => {
  test('leads to its channel and time', () => {
    expect(spotOf('https://acme.slack.com/archives/C1/p1700000000000100')).toEqual({
      channel: 'C1',
      ts: '1700000000.000100',
      threadTs: null,
    });
  });

  test('leads into its thread', () => {
    const link = 'https://acme.slack.com/archives/C1/p1700000000000100?thread_ts=1699999999.000001&cid=C1';
    expect(spotOf(link)?.threadTs).toBe('1699999999.000001');
  });

  test.each([
    'https://example.com/archives/C1/p1700000000000100',
    'https://evilslack.com/archives/C1/p1700000000000100',
    'https://acme.slack.com/archives/C1',
    'https://acme.slack.com/archives/C1/p17',
    'javascript:alert(1)',
    '/archives/C1/p1700000000000100',
    '',
  ])('is not %p', (link) => {
    expect(spotOf(link)).toBeNull();
  });
});
