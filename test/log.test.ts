import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLog } from '../src/log.js';
import { maskSecrets } from '../src/text/mask.js';
import { anyText } from './any-text.js';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog(level, { write: (line) => lines.push(line) }, (text) => maskSecrets(text)));
  expect(lines.every((line) => /^[^\n]+\n$/.test(line))).toBe(true);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const line = (fields: object, words = 'words'): Record<string, unknown> => {
  const [only, ...others] = logged((log) => log.info(fields, words));
  if (only === undefined || others.length > 0) throw new Error('not one line');
  return only;
};

describe('the log', () => {
  test('is a JSON object a line, with an ISO time and without the host', () => {
    const [one, two] = logged((log) => {
      log.info({ incident: 'INC-1' }, 'took over');
      log.child({ part: 'bolt' }).warn('odd');
    });
    expect(one).toEqual({ level: 30, time: expect.stringMatching(/^\d{4}-.*Z$/), incident: 'INC-1', msg: 'took over' });
    expect(two).toMatchObject({ level: 40, part: 'bolt', msg: 'odd' });
  });

  test('says only what its level lets through', () => {
    expect(logged((log) => log.info('quiet'), 'warn')).toEqual([]);
    expect(logged((log) => log.fatal('quiet'), 'silent')).toEqual([]);
  });

  test.each<[string, object]>([
    ['a password', { password: 'hunter2' }],
    ['a token of two words', { token: 'hunter2 and more hunter2' }],
    ['a number', { token: 86_753_091_234 }],
    ['a key in a key', { settings: { nested: [{ api_key: 'hunter2' }] } }],
    ['a URL', { url: 'postgres://api:hunter2@db/api' }],
    ['a header in a sentence', { says: 'sent Authorization: Bearer hunter2hunter2' }],
    ['a token by its shape', { says: `with xoxb-1234567890-hunter2` }],
    ['a quoted value', { says: 'password="hun\\"ter2 hunter2"' }],
  ])('shows no secret in %s, and stays JSON', (_, fields) => {
    const said = JSON.stringify(line(fields));
    expect(said).not.toMatch(/hunter2|86753091234/);
    expect(said).toContain('•••');
  });

  test('shows no secret of an error, its cause and its stack', () => {
    const cause = new Error('connect postgres://api:hunter2@db failed');
    const said = JSON.stringify(line({ err: new Error('password=hunter2', { cause }) }));
    expect(said).not.toContain('hunter2');
    expect(said).toContain('log.test.ts');
  });

  test('keeps what is no secret', () => {
    expect(
      line({ max_tokens: 1024, port: 3000, ok: true, none: null, words: 'token expired' }, 'basic facts'),
    ).toMatchObject({
      ...{ max_tokens: 1024, port: 3000, ok: true, none: null, words: 'token expired', msg: 'basic facts' },
    });
  });

  test('is JSON whatever is logged', () => {
    const words = fc.oneof(
      anyText(),
      fc
        .array(
          fc.constantFrom(
            'password',
            'token',
            'cookie',
            '=',
            ':',
            '"',
            '\\',
            "'",
            '{',
            '[',
            ',',
            ' ',
            '\n',
            'abc1',
            '://u:p@h',
          ),
        )
        .map((parts) => parts.join('')),
    );
    const value = fc.oneof(words, fc.double(), fc.constant(null), fc.array(words), fc.dictionary(words, words));
    fc.assert(
      fc.property(fc.dictionary(words, value), words, (fields, message) => {
        expect(typeof line({ fields }, message)['time']).toBe('string');
      }),
    );
  });

  test('never shows the value of a telling key', () => {
    const key = fc.constantFrom('password', 'token', 'apiKey', 'api_key', 'SLACK_BOT_TOKEN', 'secret', 'authorization');
    const value = fc.string({ minLength: 6 }).map((rest) => `§${rest}§`);
    fc.assert(
      fc.property(key, value, (name, secret) => {
        expect(Object.values(line({ [name]: secret })).join()).not.toContain(secret);
      }),
    );
  });
});
