import { describe, expect, test } from '@jest/globals';
import { failureOf } from '../../src/slack/api.js';

const said = (error: string, messages?: string[]): object => ({
  code: 'slack_webapi_platform_error',
  data: { ok: false, error, ...(messages && { response_metadata: { messages } }) },
});

describe('a failed call', () => {
  test.each<[string, unknown, object]>([
    ['rate limited, with a wait', { retryAfter: 7 }, { failed: 'later', retryMs: 7_000 }],
    ['rate limited in a word', said('ratelimited'), { failed: 'later', retryMs: 1_000 }],
    ['Slack in trouble, in a word', said('internal_error'), { failed: 'later', retryMs: 1_000 }],
    ['HTTP 500', { statusCode: 500 }, { failed: 'ambiguous' }],
    ['HTTP 404', { statusCode: 404 }, { failed: 'refused', reason: 'HTTP 404' }],
    ['a dropped connection', new Error('socket hang up'), { failed: 'ambiguous' }],
    [
      'a deleted message',
      said('message_not_found'),
      { failed: 'gone', reason: 'message_not_found', channelGone: false },
    ],
    [
      'a channel without the bot',
      said('not_in_channel'),
      { failed: 'gone', reason: 'not_in_channel', channelGone: true },
    ],
    [
      'an archived channel, to a post',
      said('is_archived'),
      { failed: 'gone', reason: 'is_archived', channelGone: true },
    ],
    [
      'an archived channel, to an edit',
      said('is_inactive'),
      { failed: 'gone', reason: 'is_inactive', channelGone: true },
    ],
    [
      'invalid blocks, with what is wrong',
      said('invalid_blocks', ['too long [json-pointer:/blocks/0]']),
      { failed: 'refused', reason: 'invalid_blocks: too long [json-pointer:/blocks/0]' },
    ],
    [
      'a missing right',
      said('missing_scope'),
      { failed: 'refused', reason: 'missing_scope: slack_webapi_platform_error' },
    ],
  ])('%s', (_, error, expected) => {
    expect(failureOf(error)).toEqual(expected);
  });
});
