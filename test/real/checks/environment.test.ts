import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Asking, PASSWORD } from './asking.js';

const WAIT = 'while true; do sleep 1; done';

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.open();
});
afterEach(() => asking.sandbox.clear());
afterAll(() => asking.close());

describe('the environment of a real container', () => {
  test('is compared without showing it', async () => {
    const expected = `postgres://api:${PASSWORD}@postgres:5432/app`;
    await asking.sandbox.run(WAIT, '-e', `DATABASE_URL=postgres://api:${PASSWORD}@localhost:5432/app`, '-e', 'EMPTY=');
    const asked = { expect: { DATABASE_URL: expected }, variables: ['EMPTY', 'PATH'] };
    const { facts, line } = await asking.ask('environment', asked);
    expect(facts).toMatchObject({
      missing: ['EMPTY'],
      mismatched: ['DATABASE_URL'],
      database_url_host: 'localhost',
      database_url_differs_in: ['host'],
      path_set: true,
    });
    expect(line).toContain(' differs in its host (localhost, not postgres); ');
  });

  test('is told of a container that does not run', async () => {
    const id = await asking.sandbox.run('exit 1', '-e', 'DATABASE_URL=postgres://db/app');
    await asking.sandbox.docker.run(['wait', id]);
    expect((await asking.ask('environment', { variables: ['DATABASE_URL'] })).facts).toMatchObject({
      database_url_host: 'db',
    });
  });
});
