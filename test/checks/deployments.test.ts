import { describe, expect, test } from '@jest/globals';
import { CannotLook } from '../../src/checks/check.js';
import type { Containers, EngineEvent, ImageInfo } from '../../src/checks/containers.js';
import { deployments } from '../../src/checks/deployments.js';
import { misfits } from '../../src/runbook/facts.js';
import { details, happened, history, never, state, words, world } from './builders.js';

const image: ImageInfo = { id: `sha256:${'ab'.repeat(32)}`, createdAt: '2025-06-01T00:00:00.000Z', tags: ['api:1'] };

interface Given {
  readonly image?: Partial<ImageInfo> | null;
  readonly events?: readonly EngineEvent[];
  readonly within?: string;
  readonly more?: Partial<Containers>;
}

/** The container is of 01:59:59 on the first of January, its image of June; now is 03:10. */
async function ask({ image: change = {}, events = [], within, more = {} }: Given) {
  const params = { type: 'deployments', ...(within === undefined ? {} : { within }) };
  const where = world(state(), {
    details: () => Promise.resolve(details({ imageId: image.id })),
    image: (_service, id) => Promise.resolve(change === null || id !== image.id ? null : { ...image, ...change }),
    history: history(events),
    ...more,
  });
  const seen = await deployments.run(params, where, never);
  expect(misfits(deployments.facts(params), seen.facts)).toEqual([]);
  return { facts: seen.facts, line: words(seen.says) };
}

describe('the image of a container', () => {
  test('that is old, in a new container after one of the same name: nothing changed', async () => {
    const { facts, line } = await ask({ events: [happened('01:59:58', 'destroy', 'api:1', 'b2')] });
    expect(facts).toMatchObject({
      image: 'api:1',
      image_id: 'abababababab',
      image_created: '2025-06-01T00:00:00.000Z',
      container_created: '2026-01-01T01:59:59.000Z',
      previous_image: 'api:1',
      image_replaced: false,
      changed_recently: false,
    });
    expect(line).toBe('image {"code":"api:1"} built <00:00:00>, container created <01:59:59>');
  });

  test('of another name than the one before it: changed', async () => {
    const events = [
      happened('01:00:00', 'create', 'api:0', 'b1'),
      happened('01:50:00', 'create', 'api:2', 'b2'),
      happened('01:50:00', 'start', '', 'b2'),
      happened('01:59:59', 'create', 'api:1', 'a1'),
    ];
    const { facts, line } = await ask({ events });
    expect(facts).toMatchObject({ previous_image: 'api:2', changed_recently: true });
    expect(line).toContain('container created <01:59:59>, api:2 before it');
  });

  test('that was built lately: changed, whatever was before', async () => {
    const young = { createdAt: '2026-01-01T01:30:00.000Z' };
    expect((await ask({ image: young })).facts).toMatchObject({ changed_recently: true });
    expect((await ask({ image: young, within: '1h' })).facts).toMatchObject({ changed_recently: false });
  });

  test('of a container older than the time asked for: not changed, whatever was before', async () => {
    const events = [happened('01:50:00', 'create', 'api:2', 'b2')];
    expect((await ask({ events, within: '1h' })).facts).toMatchObject({ changed_recently: false });
  });

  test('is unknown to have changed where events tell nothing of the one before', async () => {
    const unknown = { unknown: 'Docker events tell of no container before this one' };
    expect((await ask({})).facts).toMatchObject({ previous_image: unknown, changed_recently: unknown });
  });

  test.each<[string, string, readonly string[], boolean]>([
    ['a newer one took its name', 'api:1', [], true],
    ['it has other names only', 'api:1', ['api:2'], true],
    ['the tag is the usual one', 'api', ['api:latest'], false],
    ['the registry is the usual one', 'docker.io/library/redis:7', ['redis:7'], false],
    ['the registry has a port', 'reg.example.com:5000/api', ['reg.example.com:5000/api:latest'], false],
    ['it is named by its id', `sha256:${'ab'.repeat(32)}`, [], false],
    ['it is named by the digest of its content', 'api@sha256:12', [], false],
  ])('is known to be replaced or not: %s', async (_, name, tags, replaced) => {
    const more = { find: () => Promise.resolve(state({ image: name })) };
    expect((await ask({ image: { tags }, more })).facts).toMatchObject({ image_replaced: replaced });
  });

  test('that was removed is unknown in what only it tells', async () => {
    const gone = { unknown: 'its image was removed from the host' };
    const { facts } = await ask({ image: null, events: [happened('01:50:00', 'create', 'api:2', 'b2')] });
    expect(facts).toMatchObject({ image: 'api:1', image_created: gone, image_replaced: gone, changed_recently: true });
  });

  test('is unknown without a container, and when Docker cannot be asked', async () => {
    const none = await ask({ more: { find: () => Promise.resolve(null) } });
    expect(none.facts).toMatchObject({ image: { unknown: 'there is no container' } });
    expect(none.line).toBe('image: there is no container');
    const silent = await ask({ more: { find: () => Promise.reject(new CannotLook('Docker is silent')) } });
    expect(silent.facts).toMatchObject({ changed_recently: { unknown: 'Docker is silent' } });
  });
});

test('commits are unknown where config.yml names no project folder', async () => {
  const unknown = { unknown: 'config.yml names no project folder for api' };
  expect((await ask({})).facts).toMatchObject({ last_commit: unknown, commit_recent: unknown, dirty: unknown });
});
