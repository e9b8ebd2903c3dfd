import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createContainers } from '../../src/docker/docker-containers.js';
import type { Blueprint } from '../../src/remedies/docker.js';
import { fakeEngine, sendJson } from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
const ID = '0123456789ab'.padEnd(64, 'c');
const OLD = `sha256:${'1'.repeat(64)}`;
const NEW = `sha256:${'2'.repeat(64)}`;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Part = Readonly<Record<string, unknown>>;

interface Given {
  readonly config?: Part;
  readonly host?: Part;
  readonly mounts?: readonly Part[];
  readonly networks?: Readonly<Record<string, Part>>;
  /** The old image's configuration. */
  readonly image?: Part | null;
  readonly tags?: readonly string[];
}

/** The blueprint of a container as an engine describes it. */
async function blueprintOf(given: Given, image: string | null = null): Promise<Blueprint> {
  const container = {
    Id: ID,
    Name: '/api-server',
    Image: OLD,
    Config: { Hostname: ID.slice(0, 12), Domainname: '', Image: 'api:1', Env: [], Labels: {}, ...given.config },
    HostConfig: { NetworkMode: 'shop_default', ...given.host },
    Mounts: given.mounts ?? [],
    NetworkSettings: {
      Networks: given.networks ?? { shop_default: { NetworkID: 'n1', Aliases: ['api', '0123456789ab'] } },
    },
  };
  const answers: Part = {
    [`/containers/${ID}/json`]: container,
    [`/images/${OLD}/json`]:
      given.image === null ? undefined : { Id: OLD, RepoTags: given.tags ?? ['api:1'], Config: given.image ?? {} },
    [`/images/${NEW}/json`]: { Id: NEW, RepoTags: [], Config: {} },
  };
  const engine = await fakeEngine((_request, response, url) => {
    const found = answers[url.pathname];
    sendJson(response, found === undefined ? 404 : 200, found ?? { message: 'nothing of the kind' });
  });
  const containers = createContainers({ hosts: { local: { host: engine.host } } });
  closers.push(
    () => engine.close(),
    () => containers.close(),
  );
  const blueprint = await containers.actions.blueprint(service, ID, image, never);
  if (blueprint === null) throw new Error('there should be a blueprint');
  return blueprint;
}

async function bodyOf(given: Given, image: string | null = null): Promise<Part> {
  const { create } = await blueprintOf(given, image);
  return z.record(z.string(), z.unknown()).parse(create);
}

describe('a blueprint', () => {
  test('leaves out the name that the engine made of the old id', async () => {
    expect(await bodyOf({})).not.toHaveProperty('Hostname');
    expect(await bodyOf({ config: { Hostname: 'shop' } })).toMatchObject({ Hostname: 'shop' });
  });

  test.each([{ NetworkMode: 'container:f00' }, { NetworkMode: 'host', UTSMode: 'host' }])(
    'leaves out a name that is another’s (%j), and joins no network of its own',
    async (host) => {
      const { create, joins } = await blueprintOf({ config: { Hostname: 'other' }, host, networks: {} });
      expect([create, joins]).toMatchObject([{ NetworkingConfig: { EndpointsConfig: {} } }, []]);
      expect(create).not.toHaveProperty('Hostname');
    },
  );

  test('keeps a hardware address that was configured, and none that was given', async () => {
    const networks = { shop_default: { MacAddress: '02:42:00:00:00:01', IPAddress: '10.0.0.2', Aliases: null } };
    expect(JSON.stringify(await bodyOf({ networks }))).not.toMatch(/02:42|10\.0\.0\.2/);
    expect(await bodyOf({ config: { MacAddress: '02:42:00:00:00:09' } })).toMatchObject({
      MacAddress: '02:42:00:00:00:09',
    });
  });

  test('joins its own network when it is created and the others afterwards, as it was configured there', async () => {
    const networks = {
      back: {
        NetworkID: 'n2',
        Aliases: ['b'],
        IPAMConfig: { IPv4Address: '10.1.0.7' },
        Links: ['db:db'],
        DriverOpts: { a: 'b' },
      },
      shop_default: { NetworkID: 'n1', Aliases: ['api', '0123456789ab'], IPAMConfig: {}, Links: null },
    };
    const endpoint = {
      Aliases: ['b'],
      IPAMConfig: { IPv4Address: '10.1.0.7' },
      Links: ['db:db'],
      DriverOpts: { a: 'b' },
    };
    for (const mode of ['shop_default', 'n1'])
      expect(await blueprintOf({ networks, host: { NetworkMode: mode } })).toMatchObject({
        name: 'api-server',
        image: OLD,
        create: { NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['api'] } } } },
        joins: [{ network: 'back', endpoint }],
      });
  });

  test('names the image as people did while that still means it, and by its id where it does not', async () => {
    expect(await bodyOf({})).toMatchObject({ Image: 'api:1' });
    expect(await bodyOf({ config: { Image: 'api' }, tags: ['api:latest'] })).toMatchObject({ Image: 'api' });
    expect(await bodyOf({ tags: ['api:0'] })).toMatchObject({ Image: OLD });
    expect(await blueprintOf({}, NEW)).toMatchObject({ image: NEW, create: { Image: NEW } });
  });

  test('says what was told and leaves to the image what comes from it', async () => {
    const image = {
      ...{ Env: ['PATH=/bin', 'V=1'], WorkingDir: '/srv', User: 'app', StopSignal: 'SIGQUIT', Labels: { v: '1' } },
      ...{ ExposedPorts: { '80/tcp': {} }, Volumes: { '/data': {} }, Cmd: ['serve'], Entrypoint: ['/run'] },
      Healthcheck: { Test: ['CMD', 'true'], Interval: 5 },
    };
    const own = {
      ...{ Env: ['PATH=/bin', 'V=1', 'OWN=1'], Labels: { v: '1', team: 'shop' } },
      ...{ ExposedPorts: { '80/tcp': {}, '81/tcp': {} }, Volumes: { '/data': {}, '/own': {} } },
      Healthcheck: { Test: ['CMD', 'true'], Interval: 9 },
    };
    const body = await bodyOf({ image, config: { ...image, ...own } }, NEW);
    expect(body).toMatchObject({
      ...{ Env: ['OWN=1'], Labels: { team: 'shop' }, ExposedPorts: { '81/tcp': {} }, Volumes: { '/own': {} } },
      ...{ Healthcheck: { Interval: 9 }, Cmd: null, Entrypoint: null },
    });
    for (const key of ['WorkingDir', 'User', 'StopSignal']) expect(body).not.toHaveProperty(key);
    expect(await bodyOf({ image, config: image }, NEW)).not.toHaveProperty('Healthcheck');
  });

  test.each([
    ['its own command', ['/run'], ['other'], { Entrypoint: null, Cmd: ['other'] }],
    ['its own entrypoint', ['/own'], [], { Entrypoint: ['/own'], Cmd: [] }],
    ['its own entrypoint and the image’s command', ['/own'], ['serve'], { Entrypoint: ['/own'], Cmd: ['serve'] }],
    ['the image’s entrypoint without its command', ['/run'], [], { Entrypoint: ['/run'], Cmd: [] }],
    ['no entrypoint', null, ['other'], { Entrypoint: [''], Cmd: ['other'] }],
  ])('with %s keeps that', async (_, Entrypoint, Cmd, told) => {
    const image = { Entrypoint: ['/run'], Cmd: ['serve'] };
    expect(await bodyOf({ image, config: { Entrypoint, Cmd } })).toMatchObject(told);
  });

  test('mounts the volumes nobody named by the names the engine gave them', async () => {
    const mounts = [
      { Type: 'volume', Name: 'f1', Destination: '/data', RW: true },
      { Type: 'volume', Name: 'f2', Destination: '/more', RW: false },
      { Type: 'volume', Name: 'f3', Destination: '/mounted', RW: true },
      { Type: 'volume', Name: 'named', Destination: '/named', RW: true },
      { Type: 'bind', Source: '/etc', Destination: '/host', RW: true },
    ];
    const host = {
      NetworkMode: 'none',
      Binds: ['named:/named:rw', '/etc:/host'],
      Mounts: [
        { Type: 'volume', Target: '/mounted' },
        { Type: 'tmpfs', Target: '/tmp' },
      ],
    };
    expect(await bodyOf({ host, mounts })).toMatchObject({
      HostConfig: {
        Binds: ['named:/named:rw', '/etc:/host', 'f1:/data', 'f2:/more:ro'],
        Mounts: [
          { Type: 'volume', Target: '/mounted', Source: 'f3' },
          { Type: 'tmpfs', Target: '/tmp' },
        ],
      },
    });
  });

  test('takes over the limits as they are', async () => {
    const host = { NetworkMode: 'none', Memory: 64, MemorySwap: 96, MemorySwappiness: null, NanoCpus: 5, PidsLimit: 9 };
    expect(await bodyOf({ host })).toMatchObject({ HostConfig: host });
  });

  test('of a container whose image was removed cannot be told', async () => {
    await expect(blueprintOf({ image: null })).rejects.toThrow('the image 111111111111 is not on host local any more');
  });
});
