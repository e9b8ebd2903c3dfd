import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceTarget } from '../../../src/checks/containers.js';
import type { DockerHost } from '../../../src/docker-host.js';
import { createContainers } from '../../../src/docker/docker-containers.js';
import { probeDockerHost } from '../../../src/docker/probe.js';
import { until } from '../../until.js';
import { Sandbox } from './sandbox.js';
import { openSshd, sshdIsHere, type Sshd } from './sshd.js';

const GONE = /^Docker on host far does not answer: ssh:\S+ cannot be reached; ssh says: /;

const never = (): AbortSignal => new AbortController().signal;
const always = new Date(0).toISOString();

let sandbox: Sandbox;
let folder: string;
let sshd: Sshd;
let far: DockerHost;
let id: string;
let service: ServiceTarget;
/** Of others on this machine, or left behind by some that were killed. */
let strangers: readonly string[];

(sshdIsHere ? describe : describe.skip)('a Docker host behind ssh', () => {
  beforeAll(async () => {
    [sandbox, folder] = await Promise.all([Sandbox.open(), mkdtemp(join(tmpdir(), 'sshd-'))]);
    strangers = allTunnels();
    // As docs/security.md advises: this key opens the tunnel and nothing else.
    sshd = await openSshd(folder, 'restrict,port-forwarding,command="cat"');
    far = { host: `${sshd.host}${sandbox.docker.host.slice('unix://'.length)}`, sshConfig: sshd.configFile };
    id = await sandbox.run('while true; do sleep 1; done');
    service = { ...sandbox.service, host: 'far' };
  });

  afterAll(async () => {
    await sshd.stop();
    await sandbox.clear();
    await rm(folder, { recursive: true });
  });

  afterEach(() => sshd.start());

  const allTunnels = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('runbook-bot-ssh-'));
  const tunnels = (): string[] => allTunnels().filter((name) => !strangers.includes(name));

  /** ssh takes its time to notice that the server is gone, and lets everybody in until then. */
  const breakTunnel = async (): Promise<void> => {
    await sshd.stop();
    await until(() => tunnels().length === 0, 'ssh has ended');
  };

  const logins = async (): Promise<number> =>
    (await readFile(join(folder, 'log'), 'utf8')).split('Accepted publickey').length - 1;

  test('is asked over one kept connection, however much is asked, and again after it broke', async () => {
    const containers = createContainers({ hosts: { far } });
    const before = await logins();
    try {
      containers.watch(service);
      const found = await Promise.all(Array.from({ length: 25 }, () => containers.find(service, never())));
      for (const container of found) expect(container).toMatchObject({ id });
      expect((await containers.events(service, always, never())).events.map(({ action }) => action)).toContain('start');
      expect(await logins()).toBe(before + 1);
      await breakTunnel();
      await expect(containers.find(service, never())).rejects.toThrow(GONE);
      await sshd.start();
      expect(await containers.find(service, never())).toMatchObject({ id });
    } finally {
      await containers.close();
    }
  });

  test('changes what it is told to, and compares the time to act after the login', async () => {
    const containers = createContainers({ hosts: { far } });
    const before = await logins();
    // ssh makes its end of the tunnel after the login; the server may note the login a little later.
    const atCheck: boolean[] = [];
    const permit = {
      check: () => {
        atCheck.push(tunnels().some((name) => existsSync(join(tmpdir(), name, 'docker.sock'))));
      },
    };
    try {
      const started = await sandbox.docker.run(['inspect', '-f', '{{.State.StartedAt}}', id]);
      await containers.actions.restart(service, id, 0, permit, never());
      expect(atCheck).toEqual([true]);
      expect(await logins()).toBe(before + 1);
      const from = Date.parse((await containers.find(service, never()))?.startedAt ?? '');
      expect(from).toBeGreaterThan(Date.parse(started.trim()));
      await breakTunnel();
      const refused = containers.actions.restart(service, id, 0, permit, never());
      await expect(refused).rejects.toThrow(GONE);
      await expect(refused).rejects.toThrow(/; nothing was sent$/);
      expect(atCheck).toHaveLength(1);
    } finally {
      await containers.close();
    }
  });

  test('leaves neither a process nor a file behind when the bot ends', async () => {
    const before = tunnels();
    const containers = createContainers({ hosts: { far } });
    await containers.find(service, never());
    expect(tunnels().length).toBe(before.length + 1);
    await containers.close();
    expect(tunnels()).toEqual(before);
  });

  test('says what ssh says: an unknown server, a key it does not know, nobody there', async () => {
    const config = async (name: string, change: (config: string) => string): Promise<DockerHost> => {
      const file = join(folder, name);
      await writeFile(file, change(await readFile(sshd.configFile, 'utf8')));
      return { ...far, sshConfig: file };
    };
    const reports = await Promise.all([
      probeDockerHost('far', await config('stranger', (text) => text.replace('known_hosts', 'nobody')), never()),
      probeDockerHost('far', await config('keyless', (text) => text.replace('/client', '/host')), never()),
      probeDockerHost('far', { ...far, host: 'ssh://127.0.0.1:9' }, never()),
    ]);
    expect(reports.map(({ reachable }) => reachable)).toEqual([false, false, false]);
    expect(reports.map(({ problem }) => problem?.replace(/^.*; ssh says: /, ''))).toEqual([
      'Host key verification failed.',
      expect.stringContaining('Permission denied'),
      expect.stringContaining('Connection refused'),
    ]);
    expect(reports[0].mend).toMatch(
      /^Try it by hand, as the bot's user: ssh -o BatchMode=yes -p \d+ \S+@127.0.0.1 ls -l \//,
    );
  });

  test('with no engine behind it is told apart from one that cannot be reached', async () => {
    const { problem } = await probeDockerHost('far', { ...far, host: `${sshd.host}/nowhere.sock` }, never());
    expect(problem).toMatch(
      /through ssh to ssh:\S+\/nowhere\.sock was closed; either nothing listens there, or ssh broke\.$/,
    );
  });

  test('tells its engine', async () => {
    expect(await probeDockerHost('far', far, never())).toMatchObject({
      reachable: true,
      problem: null,
      apiVersion: '1.41',
    });
  });
});
