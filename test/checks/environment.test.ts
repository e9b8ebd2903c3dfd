import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { environment } from '../../src/checks/environment.js';
import { differences, parseAddress } from '../../src/checks/environment-address.js';
import { misfits } from '../../src/runbook/facts.js';
import { details, never, state, words, world } from './builders.js';

const EXPECTED = 'postgres://api:s3cret-word@postgres:5432/app';

async function ask(env: readonly string[], more: object = { expect: { DATABASE_URL: EXPECTED } }) {
  const params = { type: 'environment', ...more };
  const where = world(state(), { details: () => Promise.resolve(details({ env })) });
  const seen = await environment.run(params, where, never);
  expect(misfits(environment.facts(params), seen.facts)).toEqual([]);
  return {
    facts: seen.facts,
    line: words(seen.says).replaceAll(/\{"code":"(\w+)"\}/g, '$1'),
    all: JSON.stringify(seen),
  };
}

describe('the environment of a container', () => {
  test('as it should be', async () => {
    const more = { expect: { DATABASE_URL: EXPECTED }, variables: ['GEMINI_API_KEY'] };
    const { facts, line, all } = await ask([`DATABASE_URL=${EXPECTED}`, 'GEMINI_API_KEY=AIzaSecret=='], more);
    expect(facts).toEqual({
      missing: [],
      mismatched: [],
      database_url_set: true,
      database_url_matches: true,
      database_url_differs_in: [],
      database_url_host: 'postgres',
      database_url_port: 5432,
      database_url_name: 'app',
      gemini_api_key_set: true,
    });
    expect(line).toBe('DATABASE_URL is as expected, GEMINI_API_KEY is set');
    expect(all).not.toMatch(/s3cret-word|AIzaSecret/);
  });

  test('tells what is missing, the empty too', async () => {
    const { facts, line } = await ask(['B='], { variables: ['A', 'B'], expect: { DATABASE_URL: EXPECTED } });
    expect(facts).toMatchObject({
      missing: ['DATABASE_URL', 'A', 'B'],
      mismatched: [],
      database_url_matches: false,
      database_url_differs_in: [],
      database_url_host: '',
      database_url_port: 0,
    });
    expect(line).toBe('DATABASE_URL is not set; A is not set; B is not set');
  });

  test('says where a wrong address leads, and of secrets only that they differ', async () => {
    const { facts, line, all } = await ask(['DATABASE_URL=postgresql://api:other-word@localhost/app']);
    expect(facts).toMatchObject({
      mismatched: ['DATABASE_URL'],
      database_url_matches: false,
      database_url_differs_in: ['password', 'host'],
      database_url_host: 'localhost',
    });
    expect(line).toBe('DATABASE_URL differs in its password, host (localhost, not postgres)');
    expect(all).not.toMatch(/s3cret-word|other-word/);
  });

  test('is unknown without a container', async () => {
    const params = { type: 'environment', variables: ['A'] };
    await expect(environment.run(params, world(null), never)).rejects.toThrow('there is no container');
  });

  test.each([{}, { variables: ['lower'] }, { expect: { 'A B': 'x' } }, { variables: ['A'], expect: { A: '' } }])(
    'is not asked %j',
    (more) => {
      expect(environment.params.safeParse({ type: 'environment', ...more }).success).toBe(false);
    },
  );
});

describe('a comparison', () => {
  test.each<[string, string, string[]]>([
    ['the usual port left out', 'postgres://api:s3cret-word@postgres/app', []],
    ['the other spelling of the scheme', 'postgresql+psycopg2://api:s3cret-word@postgres:5432/app', []],
    ['letters written as %', 'postgres://%61pi:s3cret%2Dword@postgres:5432/app', []],
    ['another user', 'postgres://root:s3cret-word@postgres:5432/app', ['user']],
    ['another port and database', 'postgres://api:s3cret-word@postgres:5433/other', ['port', 'name']],
    ['options', `${EXPECTED}?sslmode=disable`, ['options']],
    ['another database system', 'mysql://api:s3cret-word@postgres:5432/app', ['scheme']],
    ['quotes a .env file left around it', `"${EXPECTED}"`, ['quotes']],
    ['a space after it', `${EXPECTED} `, ['spaces']],
    ['no address', 'changeme', ['value']],
  ])('finds %s', (_, value, parts) => {
    expect(differences(value, EXPECTED)).toEqual(parts);
  });
});

describe('a part of an address', () => {
  test.each([
    'postgres://api:12/34@postgres/app',
    'postgres://api:12#34@postgres/app',
    'postgres://api:12?34@postgres/app',
    'not an address',
    'postgres://',
  ])('is not told of %s', (value) => {
    expect(parseAddress(value)).toBeNull();
  });

  test('is not told of what is no database: a path may be a secret', () => {
    expect(parseAddress('https://hooks.slack.com/services/T0/B0/secret')).toMatchObject({ name: '' });
  });

  test('never holds a piece of the password, whatever the password is', async () => {
    // A mark of its own in each password shows where its pieces go.
    const unit = fc.constantFrom(...'/ # ? @ : % 1 a \\ [ ] & ='.split(' '));
    const password = fc.string({ unit, maxLength: 8 }).map((text) => `q7${text}7q`);
    await fc.assert(
      fc.asyncProperty(password, fc.boolean(), async (secret, escaped) => {
        const written = escaped ? encodeURIComponent(secret) : secret;
        const { all } = await ask([`DATABASE_URL=postgres://api:${written}@db:5432/app`]);
        expect(all).not.toContain('q7');
        expect(all).not.toContain('7q');
      }),
    );
  });
});
