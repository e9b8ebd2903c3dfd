import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMask, maskSecrets, type Mask } from '../../src/text/mask.js';
import { maskWithin } from '../../src/text/mask-within.js';
import { knownSecrets } from '../../src/text/known-secrets.js';
import { CANARIES, PRIVATE_KEY } from '../canaries.js';
import { worked } from '../lived.js';

/** What services write when all is well, or not: nothing of it is secret. */
const ORDINARY = [
  '2025-12-04T03:05:01.123Z INFO  [worker-3] GET /v1/analyze/ 200 41ms request_id=1f3a user=ada@example.com',
  'INFO:     172.18.0.1:53412 - "GET /v1/health HTTP/1.1" 200 OK',
  'uvicorn.error: Application startup complete.',
  'psycopg2.OperationalError: could not connect to server: Connection refused',
  'FATAL:  password authentication failed for user "api"',
  'sha256:9f3c07e1a2b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e',
  'commit 9f3c07e1a2b4c5d6e7f8091a2b3c4d5e6f708192 (HEAD -> main)',
  'container 4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796 exited with code 137',
  'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in <module>\nModuleNotFoundError: No module named \'redis\'',
  'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
  'uuid 123e4567-e89b-12d3-a456-426614174000 not found',
  'max_tokens=1024 total_tokens: 512, tokenizer=bert-base',
  'see https://github.com/acme/api/blob/main/README.md#install',
  '[error] 31#31: *7 upstream timed out (110: Connection timed out), upstream: "http://172.18.0.5:8000/v1/"',
  'GC pause 12.3 ms, heap 512.0M -> 128.4M, key=user:1234:profile hit',
  'docker-compose -f docker-compose.yml up -d api',
  'SELECT count(*) FROM prompts WHERE created_at > $1',
  'CPU 93 %, memory 1.9 of 2.0 GiB, restarts 3',
  'Server listening on 0.0.0.0:8000, https://api.example.com:8443/path?query=1',
  'authors=["Ada","Sam"] password reset mail was sent to ada@example.com',
];

describe('secrets of every kind', () => {
  test.each(CANARIES)('$kind is masked, and nothing beside it', ({ text, secret }) => {
    const masked = maskSecrets(`before ${text}\nafter`);
    expect(masked).not.toContain(secret);
    expect(masked).toMatch(/^before [^]*•••[^]*\nafter$/);
  });

  test.each(ORDINARY)('an ordinary line stays as it is: %s', (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  test('are masked between ordinary lines, once and for all', () => {
    const line = fc.constantFrom(...ORDINARY, ...CANARIES.map(({ text }) => text));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const masked = maskSecrets(text);
        for (const { secret } of CANARIES) expect(masked).not.toContain(secret);
        expect(masked.split('\n')).toHaveLength(text.split('\n').length);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });
});

describe('a private key over many lines', () => {
  const { begin, lines, end } = PRIVATE_KEY;
  const whole = ['starting', begin, ...lines, `${'abcD3'.repeat(5)}==`, end, 'started'];

  test('is masked whole, and wherever it is cut', () => {
    for (let from = 0; from < whole.length; from += 1) {
      for (let to = from + 2; to <= whole.length; to += 1) {
        const part = whole.slice(from, to);
        const masked = maskSecrets(part.join('\n')).split('\n');
        expect(masked).toHaveLength(part.length);
        const seen = lines.filter((line) => masked.includes(line));
        // One line alone, without anything of a key around it, could be anything.
        expect(seen.length).toBeLessThanOrEqual(part.filter((line) => lines.includes(line)).length === 1 ? 1 : 0);
      }
    }
  });

  test('leaves what comes before and after it', () => {
    const masked = maskSecrets(whole.join('\n')).split('\n');
    expect([masked[0], masked.at(-1)]).toEqual(['starting', 'started']);
  });

  test('is no pile of hashes, nor of words', () => {
    const hashes = ['9f3c07e1a2b4c5d6'.repeat(4), '1a2b3c4d5e6f7081'.repeat(4)].join('\n');
    expect(maskSecrets(hashes)).toBe(hashes);
    const words = ['a'.repeat(64), 'b'.repeat(64)].join('\n');
    expect(maskSecrets(words)).toBe(words);
  });
});

describe('what config.yml adds', () => {
  const mask = createMask({
    patterns: ['\\bcust-[0-9]{8}\\b', '^internal .*$'],
    known: ['correct-horse-battery', 'horse'],
  });

  test('patterns, each of a line, and secrets themselves, the longest first', () => {
    expect(mask('cust-12345678 😀 cust-1234')).toBe('••• 😀 cust-1234');
    expect(mask('so\ninternal plan\nso')).toBe('so\n•••\nso');
    expect(mask('a correct-horse-battery, a horse')).toBe('a •••, a •••');
  });

  test('a pattern over lines keeps their number', () => {
    expect(createMask({ patterns: ['(?s)<<.*>>'], known: [] })('a <<b\nc>> d')).toBe('a •••\n••• d');
  });
});

describe('known secrets', () => {
  test('are what stands under telling names, and the passwords of addresses', () => {
    const named = [
      ['SLACK_BOT_TOKEN', 'xoxb-1-sesame-sesame'],
      ['API_KEY', 'sp_e7f0a9b1'],
      ['DATABASE_URL', 'postgres://api:p%40ss-w0rd-9@db:5432/app'],
      ['database', 'postgres://api:an0ther-one@db:5432/app'],
    ] as const;
    expect(knownSecrets(named, [])).toEqual([
      ...['p%40ss-w0rd-9', 'p@ss-w0rd-9', 'an0ther-one'],
      ...['xoxb-1-sesame-sesame', 'sp_e7f0a9b1'],
    ]);
  });

  test('are not what is also a name, a plain word, a number, short, or the place of a file', () => {
    const named = [
      ['A_PASSWORD', 'password'],
      ['B_PASSWORD', 'structured_prompt'],
      ['C_PASSWORD', 'x1-y2'],
      ['D_TOKEN', '12345678'],
      ['E_TOKEN_FILE', '/run/secrets/token-1'],
      ['F_SECRET', 'order-service-2'],
      ['HOME', '/home/ada-lovelace'],
      ['URL', 'postgres://structured_prompt:structured_prompt@db/structured_prompt_db'],
    ] as const;
    expect(knownSecrets(named, ['order-service-2'])).toEqual([]);
  });
});

describe('a value with secrets in it', () => {
  const mask: Mask = (text) => text.replaceAll('canary', '•••');

  test('is masked however deep, and keeps its shape', () => {
    const at = new Date(0);
    const value = { do: 'note', says: ['a canary', { code: 'canary', n: 1, at, none: null }], ok: true };
    expect(maskWithin(value, mask)).toEqual({
      ...{ do: 'note', ok: true },
      says: ['a •••', { code: '•••', n: 1, at, none: null }],
    });
  });

  test('without any it is the very same', () => {
    const value = { do: 'note', says: ['nothing'] };
    expect(maskWithin(value, mask)).toBe(value);
  });
});

test('two hundred lines are masked in a few milliseconds', () => {
  const line = ORDINARY[0] ?? '';
  const log = Array.from({ length: 200 }, (_, at) => `${line} ${at}`).join('\n');
  const mask = createMask({ patterns: ['\\bcust-[0-9]{8}\\b'], known: ['correct-horse-battery'] });
  for (let round = 0; round < 20; round += 1) mask(log);
  const times = Array.from({ length: 20 }, () => worked(() => mask(log)));
  expect(Math.min(...times)).toBeLessThan(10);
});
