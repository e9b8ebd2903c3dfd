import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../src/package-root.js';

const read = (file: string): string => readFileSync(join(packageRoot(), file), 'utf8');
const lines = (file: string): string[] =>
  read(file)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const service = z.object({
  image: z.string(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  volumes: z.array(z.string()),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
});

const compose = z
  .object({
    services: z.object({ bot: service, postgres: service, 'docker-proxy': service }),
    networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()),
  })
  .parse(parse(read('compose.yml')));

/** What the Dockerfile copies from this folder, stage by stage. */
const copied = lines('Dockerfile')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1));

describe('the container', () => {
  test('is made from files that are there, and from nothing else of this folder', () => {
    expect(copied.filter((file) => !existsSync(join(packageRoot(), file)))).toEqual([]);
    const [everything, ...letIn] = lines('.dockerignore');
    expect(everything).toBe('*');
    const roots = new Set(copied.map((file) => file.split('/')[0]));
    expect(letIn.map((line) => line.slice(1)).sort()).toEqual([...roots].sort());
  });

  test('holds what the built program reads beside its code', () => {
    const last =
      read('Dockerfile')
        .split(/^FROM /m)
        .at(-1) ?? '';
    for (const file of ['package.json', 'manifest.yml', 'src/store/migrations', 'runbooks', 'node_modules', 'dist'])
      expect(last).toMatch(new RegExp(`^COPY .*${file.replaceAll('.', '\\.')}`, 'm'));
  });

  test('is built apart from where it runs, and does not run as root', () => {
    expect(lines('Dockerfile').filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM ${NODE_IMAGE} AS build',
      'FROM ${NODE_IMAGE}',
    ]);
    const instructions = lines('Dockerfile').map((line) => line.split(' ')[0]);
    expect(lines('Dockerfile').filter((line) => line.startsWith('USER '))).toEqual(['USER 1000:1000']);
    expect(instructions.slice(instructions.indexOf('USER'))).not.toContain('RUN');
  });
});

describe('compose.yml', () => {
  const { bot, postgres, 'docker-proxy': proxy } = compose.services;

  test('gives the Docker socket to the proxy alone', () => {
    const holders = Object.entries(compose.services).filter(([, one]) =>
      one.volumes.some((volume) => volume.includes('docker.sock')),
    );
    expect(holders.map(([name]) => name)).toEqual(['docker-proxy']);
    expect(bot.environment['DOCKER_HOST']).toBe('tcp://docker-proxy:2375');
    expect(proxy.environment).toEqual({ ENGINE: 'unix@/var/run/docker.sock', LISTEN: ':2375' });
    expect(proxy.volumes).toContain('./deploy/docker-proxy.cfg:/etc/docker-proxy.cfg:ro');
  });

  test('lets nobody but the bot reach the proxy and the database', () => {
    expect([...proxy.ports, ...postgres.ports]).toEqual([]);
    for (const [one, network] of [
      [proxy, 'docker'],
      [postgres, 'database'],
    ] as const) {
      expect(one.networks).toEqual([network]);
      expect(compose.networks[network]?.internal).toBe(true);
      expect(bot.networks).toContain(network);
    }
    for (const port of bot.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('takes from bot and proxy what they do not need', () => {
    for (const one of [bot, proxy])
      expect(one).toMatchObject({
        ...{ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      });
    expect(bot.user).toBeUndefined();
  });

  test('holds no password', () => {
    expect(read('compose.yml')).not.toMatch(/PASSWORD: (?!\$\{POSTGRES_PASSWORD:\?)/);
    expect(bot.environment['DATABASE_URL']).toContain(':${POSTGRES_PASSWORD:?');
  });
});
