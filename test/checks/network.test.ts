import { describe, expect, test } from '@jest/globals';
import type { HostContainer } from '../../src/checks/container-details.js';
import type { Containers } from '../../src/checks/containers.js';
import { network } from '../../src/checks/network.js';
import { isUnknown, misfits } from '../../src/runbook/facts.js';
import { details, never, state, words, world } from './builders.js';

const compose = (service: string) => ({
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': service,
});

function neighbour(name: string, change: Partial<HostContainer> = {}): HostContainer {
  return {
    id: name,
    name,
    status: 'running',
    image: 'x:1',
    imageId: 'sha256:x',
    createdAt: '2026-01-01T00:00:00.000Z',
    labels: {},
    ports: [],
    networks: ['shop_default'],
    ...change,
  };
}

const onNetwork = details({
  labels: compose('api'),
  networkMode: 'shop_default',
  networks: [{ name: 'shop_default', networkId: 'n1', ip: '172.18.0.3', aliases: ['api'] }],
});

async function look(more: object, containers: Partial<Containers>) {
  const params = { type: 'network', ...more };
  const networks = [{ id: 'n1', name: 'shop_default', driver: 'bridge', bridge: 'br-n1' }];
  const place = world(state(), {
    details: () => Promise.resolve(onNetwork),
    networks: () => Promise.resolve(networks),
    ...containers,
  });
  const seen = await network.run(params, place, never);
  expect(misfits(network.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('the network of a service', () => {
  const all = [
    neighbour('shop-api-1', { labels: compose('api') }),
    neighbour('shop-postgres-1', { labels: compose('postgres') }),
    neighbour('shop-redis-1', { labels: compose('redis'), status: 'exited' }),
    neighbour('other-frontend-1', { labels: { ...compose('frontend'), 'com.docker.compose.project': 'other' } }),
    neighbour('elsewhere', { networks: ['bridge'] }),
  ];

  test("is its Compose project's default one unless told, with those who run on it", async () => {
    const { facts, line } = await look(
      { peers: ['postgres', 'redis', 'frontend', 'other-frontend-1'] },
      { onHost: () => Promise.resolve(all) },
    );
    expect(facts).toEqual({
      networks: ['shop_default'],
      mode: 'shop_default',
      expected: 'shop_default',
      exists: true,
      on_expected: true,
      members: ['other-frontend-1', 'shop-api-1', 'shop-postgres-1'],
      // Redis does not run; that frontend is another project's.
      missing_peers: ['redis', 'frontend'],
      aliases: ['api'],
      ip: '172.18.0.3',
    });
    expect(line).toBe('on network shop_default, 3 running containers there; missing: redis, frontend');
  });

  test('is unknown where nobody says which it should be', async () => {
    const { facts, line } = await look({}, { details: () => Promise.resolve({ ...onNetwork, labels: {} }) });
    expect(facts).toMatchObject({ expected: '', networks: ['shop_default'] });
    for (const name of ['exists', 'on_expected', 'members', 'missing_peers', 'aliases', 'ip']) {
      expect(isUnknown(facts[name])).toBe(true);
    }
    expect(line).toBe('on shop_default');
  });

  test('was left, or was never there', async () => {
    const elsewhere = { ...onNetwork, networks: [{ name: 'bridge', networkId: 'b', ip: '172.17.0.2', aliases: [] }] };
    const left = await look({}, { details: () => Promise.resolve(elsewhere) });
    expect(left.facts).toMatchObject({ on_expected: false, exists: true, ip: '', aliases: [] });
    expect(left.line).toBe('not on network shop_default, but on bridge');
    const never = await look({ expect: 'backend' }, { details: () => Promise.resolve(elsewhere) });
    expect(never.facts).toMatchObject({ on_expected: false, exists: false });
    expect(never.line).toBe('the host has no network backend; it is on bridge');
  });
});
