import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEngineSocket } from '../../../demo/engine-socket.js';
import type { ServiceTarget } from '../../../src/checks/containers.js';
import type { DockerHost } from '../../../src/docker-host.js';
import { createContainers } from '../../../src/docker/docker-containers.js';
import { probeDockerHost } from '../../../src/docker/probe.js';
import { Authority } from './certificates.js';
import { haproxyIsHere } from './haproxy.js';
import { Sandbox } from './sandbox.js';
import { tlsFront } from './tls-front.js';

const never = new AbortController().signal;

let sandbox: Sandbox;
let folder: string;
let authority: Authority;
let id: string;

beforeAll(async () => {
  [sandbox, folder] = await Promise.all([Sandbox.open(), mkdtemp(join(tmpdir(), 'hosts-'))]);
  [authority, id] = await Promise.all([Authority.found(folder), sandbox.run('while true; do sleep 1; done')]);
});

afterAll(async () => {
  await sandbox.clear();
  await rm(folder, { recursive: true });
});

const on = (host: string): ServiceTarget => ({ ...sandbox.service, host });

describe('several Docker hosts', () => {
  test('answer whatever the others do: one refuses, one is silent, one is not there', async () => {
    const engine = sandbox.docker.host;
    const [refusing, silent] = await Promise.all([openEngineSocket(engine), openEngineSocket(engine)]);
    const hosts = {
      ...{ local: { host: engine }, refusing: { host: refusing.host }, silent: { host: silent.host } },
      gone: { host: 'unix:///nowhere/docker.sock' },
    };
    const containers = createContainers({ hosts });
    try {
      for (const name of Object.keys(hosts)) containers.watch(on(name));
      expect(await containers.find(on('refusing'), never)).toMatchObject({ id });
      await Promise.all([refusing.cut('refused'), silent.cut('silent')]);
      let over = false;
      const unanswered = ['refusing', 'silent', 'gone'].map(async (name) => {
        const error: unknown = await containers.find(on(name), never).catch((reason: unknown) => reason);
        return String(error instanceof Error ? error.message : error).replaceAll(/unix:\S+/g, 'SOCKET');
      });
      void unanswered[1]?.then(() => (over = true));
      expect(await containers.find(on('local'), never)).toMatchObject({ id });
      expect(over).toBe(false);
      for (let round = 0; round < 20; round += 1)
        expect(await containers.find(on('local'), never)).toMatchObject({ id });
      expect(await Promise.all(unanswered)).toEqual([
        'Docker on host refusing does not answer: SOCKET refused the connection',
        'Docker on host silent does not answer: SOCKET was silent for 4 s',
        'Docker on host gone does not answer: there is no socket at SOCKET',
      ]);
      await Promise.all([refusing.mend(), silent.mend()]);
      expect(await containers.find(on('silent'), never)).toMatchObject({ id });
    } finally {
      await containers.close();
      await Promise.all([refusing.close(), silent.close()]);
    }
  });

  test('are told apart: a host that no service may name is said with those it may', async () => {
    const containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
    await expect(containers.find(on('far'), never)).rejects.toThrow('no Docker host is called far; known: local');
    await containers.close();
  });
});

(haproxyIsHere ? describe : describe.skip)('a Docker host behind TLS', () => {
  /** What the bot says about an engine with this server certificate when it shows that one of its own. */
  async function probe(server: string, client: string, change: Partial<DockerHost> = {}) {
    const front = await tlsFront(sandbox.docker.host, server);
    try {
      const host = { host: front.host, certPath: client, tlsVerify: true, ...change };
      const report = await probeDockerHost('far', host, never);
      return { ...report, problem: report.problem?.replaceAll(front.host, 'ADDRESS') };
    } finally {
      await front.close();
    }
  }

  test('is asked as any other', async () => {
    const [server, client] = await Promise.all([authority.issue('server'), authority.issue('client')]);
    expect(await probe(server, client)).toMatchObject({ reachable: true, problem: undefined, apiVersion: '1.41' });
    const front = await tlsFront(sandbox.docker.host, server);
    const containers = createContainers({ hosts: { far: { host: front.host, certPath: client, tlsVerify: true } } });
    try {
      containers.watch(on('far'));
      const container = await containers.find(on('far'), never);
      expect(container).toMatchObject({ id });
      expect((await containers.events(on('far'), new Date(0).toISOString(), never)).events).not.toEqual([]);
    } finally {
      await containers.close();
      await front.close();
    }
  });

  test('is told what to change as any other; one that is not who it says changes nothing', async () => {
    const [server, client, other] = await Promise.all([
      authority.issue('server-4'),
      authority.issue('client-4'),
      authority.issue('other-4', { to: 'DNS:other.example' }),
    ]);
    const [front, wrong] = [await tlsFront(sandbox.docker.host, server), await tlsFront(sandbox.docker.host, other)];
    const tls = { certPath: client, tlsVerify: true };
    const hosts = { far: { host: front.host, ...tls }, wrong: { host: wrong.host, ...tls } };
    const containers = createContainers({ hosts });
    let checks = 0;
    const permit = {
      check: () => {
        checks += 1;
      },
    };
    try {
      const before = await containers.find(on('far'), never);
      await containers.actions.restart(on('far'), id, 0, permit, never);
      const after = await containers.find(on('far'), never);
      expect(Date.parse(after?.startedAt ?? '')).toBeGreaterThan(Date.parse(before?.startedAt ?? ''));
      const refused = containers.actions.restart(on('wrong'), id, 0, permit, never);
      await expect(refused).rejects.toThrow(/is made out to another name; nothing was sent$/);
      expect(await containers.find(on('far'), never)).toEqual(after);
      expect(checks).toBe(1);
    } finally {
      await containers.close();
      await Promise.all([front.close(), wrong.close()]);
    }
  });

  test('with a certificate that expired is told so, on either side', async () => {
    const [server, client] = await Promise.all([authority.issue('server-2'), authority.issue('client-2')]);
    const [oldServer, oldClient] = await Promise.all([
      authority.issue('old-server', { days: -1 }),
      authority.issue('old-client', { days: -1 }),
    ]);
    expect(await probe(oldServer, client)).toMatchObject({
      ...{ reachable: false, mend: expect.stringContaining('Renew') as unknown },
      problem: 'Docker on host far cannot be trusted: the certificate of ADDRESS has expired.',
    });
    expect(await probe(oldServer, client, { tlsVerify: false })).toMatchObject({ reachable: true });
    expect((await probe(server, oldClient)).problem).toBe(
      'Docker on host far refused the bot: its certificate (cert.pem) for ADDRESS has expired.',
    );
  });

  test('that is not who it says, or does not know the bot, is told so', async () => {
    const [server, client, other] = await Promise.all([
      authority.issue('server-3'),
      authority.issue('client-3'),
      authority.issue('other', { to: 'DNS:other.example' }),
    ]);
    const stranger = await (await Authority.found(join(folder, 'strangers'))).issue('stranger');
    const problems = [
      await probe(other, client),
      await probe(stranger, client),
      await probe(server, stranger, { tlsVerify: false }),
    ];
    expect(problems.map(({ problem }) => problem)).toEqual([
      'Docker on host far cannot be trusted: the certificate of ADDRESS is made out to another name.',
      'Docker on host far cannot be trusted: ca.pem did not sign the certificate of ADDRESS.',
      "Docker on host far refused the bot's certificate (cert.pem) for ADDRESS.",
    ]);
    const plain = createServer((socket) => {
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    const report = await probeDockerHost('far', { host: `tcp://127.0.0.1:${port}`, certPath: client }, never);
    expect(report.problem).toMatch(/does not speak TLS\.$/);
    plain.close();
  });
});

describe('a look at a Docker host', () => {
  test('tells the engine, its API and its cgroup', async () => {
    expect(await probeDockerHost('local', { host: sandbox.docker.host }, never)).toEqual({
      ...{ name: 'local', address: sandbox.docker.host, reachable: true, problem: null, mend: null },
      engineVersion: (await sandbox.docker.run(['version', '--format', '{{.Server.Version}}'])).trim(),
      apiVersion: (await sandbox.docker.run(['version', '--format', '{{.Server.APIVersion}}'])).trim(),
      cgroup: `v${(await sandbox.docker.run(['info', '--format', '{{.CgroupVersion}}'])).trim()}`,
    });
  });
});
