import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskSecrets, secretsIn } from '../../src/text/mask.js';
import { worked } from '../lived.js';

const secret = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{10,30}[0-9]$/);

/** Ways a secret shows up in logs, error messages and answers. */
const carriers: readonly ((secret: string) => string)[] = [
  (it) => `cannot connect to postgres://api:${it}@db:5432/app`,
  (it) => `redis://:${it}@cache:6379/0 refused`,
  (it) => `Configuration error: invalid DATABASE_URL "postgresql://u:${it}/x?y#z@db/app"`,
  (it) => `amqp://guest:a@${it}@mq, retrying`,
  (it) => `https://${it}abcdef@sentry.example.com/1`,
  (it) => `password=${it}`,
  (it) => `PGPASSWORD='${it}' psql`,
  (it) => `{"user":"ada","api_key":"${it}"}`,
  (it) => `{\\"secret\\": \\"${it}\\"}`,
  (it) => `{'token': '${it}', 'a': 1}`,
  (it) => `config["SECRET_KEY"] = "${it}"`,
  (it) => `Server=db;Uid=sa;Pwd=${it};Database=x`,
  (it) => `GET /v1?access_token=${it}&x=1`,
  (it) => `X-API-Key: ${it}`,
  (it) => `Authorization: Bearer ${it}`,
  (it) => `authorization: Basic ${it}==`,
  (it) => `curl failed: Bearer ${it}`,
  (it) => `Set-Cookie: session=${it}; HttpOnly`,
  (it) => `run --db-password ${it} --verbose`,
  (it) => `ALTER ROLE api PASSWORD '${it}'`,
  (it) => `client_secret => ${it}`,
  (it) => `xoxb-123456789-${it}`,
  (it) => `leaked sk-${it}${it}`,
  (it) => `remote https://x-access-token:ghp_${it}${it}@github.com`,
  (it) => `ghp_${it}abcdef`,
  (it) => `eyJhbGciOi${it}.eyJzdWIi${it}.${it}`,
  (it) => `https://hooks.slack.com/services/T00/B00/${it}`,
  (it) => `-----BEGIN RSA PRIVATE KEY-----\n${it}\n${it}\n-----END RSA PRIVATE KEY-----`,
  (it) => `key: -----BEGIN PRIVATE KEY-----\\n${it}\\n-----END PRIVATE KEY-----`,
  (it) => `${it}AbCdEfGh\n-----END PRIVATE KEY-----`,
  (it) => `-----BEGIN PRIVATE KEY-----\n${it}`,
];

describe('maskSecrets', () => {
  test.each(carriers.map((carrier) => [carrier('CANARY'), carrier] as const))(
    'hides the secret in %j',
    (_shown, carrier) => {
      fc.assert(
        fc.property(secret, fc.string(), fc.string(), (canary, before, after) => {
          const masked = maskSecrets(`${before}\n${carrier(canary)}\n${after}`);
          expect(masked).not.toContain(canary);
        }),
      );
    },
  );

  test.each([
    'could not connect to server: Connection refused',
    'FATAL: password authentication failed for user "api"',
    'SyntaxError: Unexpected token \'<\', "<html>" is not valid JSON',
    'basic authentication failed',
    'max_tokens=1024 total_tokens: 512',
    'tokenizer=bert-base',
    'passes=3, author: Ada',
    'GET http://api:8000/v1/health?to=ada@example.com 200',
    'see https://example.com/@user and mail ops@example.com',
    'postgres://db:5432/app refused',
    'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in <module>\nMemoryError',
    'password: None',
    'password: ${DB_PASSWORD}',
    'sk-learn-extra-long-package-name is missing',
    'api-server task-runner-with-a-long-name exited',
  ])('leaves %j alone', (harmless) => {
    expect(maskSecrets(harmless)).toBe(harmless);
  });

  test('knows whether there is anything to hide', () => {
    expect(secretsIn('url: postgres://api:hunter2@db/app')).toBe(true);
    expect(secretsIn('url: ${service.database}')).toBe(false);
  });

  test('hides what it is told, longest first', () => {
    expect(maskSecrets('swordfish swordfish-2 abc', ['swordfish', 'swordfish-2', 'abc'])).toBe('••• ••• abc');
  });

  test('keeps the words around a secret', () => {
    expect(maskSecrets('postgres://api:hunter2@db:5432/app?x=1 refused')).toBe(
      'postgres://api:•••@db:5432/app?x=1 refused',
    );
    expect(maskSecrets('{"password": "hunter2", "user": "ada"}')).toBe('{"password": "•••", "user": "ada"}');
  });

  test('keeps the number of lines, and masking twice changes nothing more', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(...carriers).map((carrier) => carrier('Canary12345678')),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('\n');
        const masked = maskSecrets(text);
        expect(masked.split('\n')).toHaveLength(text.split('\n').length);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });

  test.each([
    'token=',
    'token="',
    'a://b:',
    'eyJ',
    'password',
    'bearer ',
    '-----BEGIN PRIVATE KEY-----',
    'sk-',
    '://@:',
    'ghp_',
    'SG.',
    'AKIA',
    'https://a:b',
    'aws_secret_access_key=',
    `${'aB3'.repeat(22).slice(0, 64)}\n`,
  ])('takes time linear in a text of nothing but %j', (hostile) => {
    const text = hostile.repeat(Math.ceil(400_000 / hostile.length));
    expect(worked(() => maskSecrets(text))).toBeLessThan(1_000);
  });
});
