import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HostContainer } from '../../src/checks/container-details.js';
import type { Containers } from '../../src/checks/containers.js';
import { portHolderAt } from '../../src/checks/port-holder.js';
import { isUnknown, misfits } from '../../src/runbook/facts.js';
import { never, state, words, world } from './builders.js';

const ID = 'f'.repeat(64);
const NETWORK = { id: '0123456789abcdef', name: 'shop_default', driver: 'bridge', bridge: 'br-0123456789ab' };
const DEFAULT = { id: 'aaaabbbbccccdddd', name: 'bridge', driver: 'bridge', bridge: 'docker0' };

let proc: string;

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'proc-'));
  mkdirSync(join(proc, 'net'));
  interfaces('lo', 'eth0', 'br-0123456789ab');
  sockets();
});

afterEach(() => {
  rmSync(proc, { recursive: true, force: true });
});

function interfaces(...names: string[]): void {
  const rows = names.map((name) => `  ${name}: 0 0 0`);
  writeFileSync(join(proc, 'net/dev'), ['Inter-|   Receive', ' face |bytes', ...rows, ''].join('\n'));
}

/** Rows of /proc/net/tcp: `00000000:1F40 0A 4711`, which is local address, state, inode. */
function sockets(...rows: string[]): void {
  const lines = rows.map((row) => {
    const [local, state, inode] = row.split(' ');
    return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0`;
  });
  writeFileSync(join(proc, 'net/tcp'), ['  sl  local_address rem_address   st', ...lines, ''].join('\n'));
}

function runs(pid: number, name: string, command: string, inode: string, cgroup = '0::/system.slice'): void {
  mkdirSync(join(proc, String(pid), 'fd'), { recursive: true });
  symlinkSync('/dev/null', join(proc, String(pid), 'fd/0'));
  symlinkSync(`socket:[${inode}]`, join(proc, String(pid), 'fd/7'));
  writeFileSync(join(proc, String(pid), 'comm'), `${name}\n`);
  writeFileSync(join(proc, String(pid), 'cmdline'), command.replaceAll(' ', '\0'));
  writeFileSync(join(proc, String(pid), 'cgroup'), cgroup);
}

function container(id: string, hostPort: number | null): HostContainer {
  return {
    id,
    name: `shop-${id.slice(0, 3)}-1`,
    status: 'running',
    image: 'x:1',
    imageId: 'sha256:x',
    createdAt: '2026-01-01T00:00:00.000Z',
    labels: {},
    ports: hostPort === null ? [] : [{ containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort }],
    networks: [],
  };
}

async function look(containers: Partial<Containers> = {}) {
  const params = { type: 'port_holder', port: 8000 };
  const check = portHolderAt(proc);
  const place = world(state({ id: ID }), { networks: () => Promise.resolve([DEFAULT, NETWORK]), ...containers });
  const seen = await check.run(params, place, never);
  expect(misfits(check.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

const list = (...all: HostContainer[]): Partial<Containers> => ({ onHost: () => Promise.resolve(all) });

describe('who holds a port of the host', () => {
  test('a container is known from Docker alone, wherever the bot is', async () => {
    interfaces('lo');
    const other = await look(list(container('abc', 8000)));
    expect(other.facts).toMatchObject({ taken: true, by: 'container', mine: false, container: 'shop-abc-1' });
    expect((await look(list(container(ID, 8000)))).facts).toMatchObject({ taken: true, mine: true });
  });

  test.each([
    ['a bot in a container of its own', ['lo', 'eth0']],
    ['a bot on another machine with Docker', ['lo', 'docker0', 'br-fedcba987654']],
  ])('%s does not know whether a process does', async (_who, names) => {
    interfaces(...names);
    sockets('00000000:1F40 0A 4711');
    const { facts, line } = await look(list(container('abc', 9000)));
    expect(Object.values(facts).every(isUnknown)).toBe(true);
    expect(line).toBe('no container holds port 8000; the bot cannot see the processes of the Docker host');
  });

  test('a bot on a machine without /proc does not know either', async () => {
    rmSync(join(proc, 'net'), { recursive: true });
    expect(isUnknown((await look()).facts['taken'])).toBe(true);
  });

  test('a process is named with its pid and its command line, secrets hidden', async () => {
    sockets('0100007F:1F40 0A 4711');
    runs(12, 'bash', '-bash', '1');
    runs(4242, 'python3', 'python3 -m http.server 8000 postgres://api:hunter2hunter2@db/api', '4711');
    const { facts, line } = await look();
    expect(facts).toMatchObject({
      taken: true,
      by: 'process',
      mine: false,
      container: '',
      process: 'python3',
      pid: 4242,
    });
    expect(facts['command']).toMatch(/^python3 -m http\.server 8000 /);
    expect(JSON.stringify(facts)).not.toContain('hunter2');
    expect(line).toBe('port 8000 of the host is held by process python3, pid 4242');
  });

  test.each(['/docker/', '/system.slice/docker-'])('a process of a container is that container (%s)', async (group) => {
    sockets('00000000:1F40 0A 4711');
    runs(4242, 'uvicorn', 'uvicorn main:app', '4711', `0::${group}${ID}.scope`);
    expect((await look(list(container(ID, null)))).facts).toMatchObject({ by: 'container', mine: true, process: '' });
  });

  test('Docker does, for a container that is just starting: which one, it does not tell yet', async () => {
    sockets('00000000:1F40 0A 4711');
    runs(4242, 'docker-proxy', '/usr/bin/docker-proxy -proto tcp -host-port 8000', '4711');
    const { facts, line } = await look(list(container(ID, null)));
    expect(facts).toMatchObject({ taken: true, by: 'container' });
    expect([facts['mine'], facts['process'], facts['pid']].every(isUnknown)).toBe(true);
    expect(line).toBe('Docker leads port 8000 to a container that is just starting or ending');
  });

  test('is taken, by somebody the bot may not see', async () => {
    sockets('00000000:1F40 0A 4711');
    runs(12, 'bash', '-bash', '1');
    const { facts, line } = await look();
    expect(facts['taken']).toBe(true);
    expect(isUnknown(facts['by'])).toBe(true);
    expect(line).toBe('port 8000 of the host is taken; by whom, the bot may not see');
  });

  test('nobody does: connections from it or to it are no holders', async () => {
    sockets('0100007F:1F40 01 4711', '0100007F:1F41 0A 4712', '0100007F:1F40 06 0');
    runs(4242, 'curl', 'curl', '4711');
    const { facts, line } = await look(list(container('abc', 8001)));
    expect(facts).toEqual({ taken: false, by: '', mine: false, container: '', process: '', command: '', pid: 0 });
    expect(line).toBe('nobody holds port 8000 of the host');
  });
});
