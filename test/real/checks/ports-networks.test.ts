import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { freePorts } from '../../../demo/ports.js';
import { Place } from './place.js';

const FOREVER = 'while true; do sleep 1; done';

let place: Place;
let network: string;
let listener: Server | null = null;

beforeAll(async () => {
  place = await Place.open();
  network = await place.sandbox.network();
});

afterEach(async () => {
  await new Promise((resolve) => (listener === null ? resolve(null) : listener.close(resolve)));
  listener = null;
  await place.sandbox.clearContainers();
});

afterAll(async () => {
  await place.sandbox.clear();
  await place.close();
});

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

describe('the port of a real container', () => {
  test('is published, and leads to it while it runs', async () => {
    const port = await freePort();
    const id = await place.sandbox.run(FOREVER, '--init', '--network', network, '-p', `${port}:8000`);
    const seen = await place.ask('port_mapping', { port: 8000, host_port: port });
    expect(seen.facts).toMatchObject({
      published: true,
      active: true,
      matches: true,
      host_port: port,
      host_ip: '0.0.0.0',
      local_only: false,
      host_network: false,
    });
    expect(seen.facts['mappings']).toContain(`0.0.0.0:${port} to 8000/tcp`);
    expect(seen.line).toBe(`port ${port} of the host (0.0.0.0) leads to its port 8000`);
    expect((await place.ask('port_mapping', { port: 8000, host_port: port + 1 })).facts).toMatchObject({
      published: true,
      matches: false,
    });
    expect((await place.ask('port_mapping', { port: 8001 })).facts).toMatchObject({
      published: false,
      active: false,
      matches: false,
      host_port: 0,
    });
    await place.sandbox.docker.run(['stop', '-t', '1', id]);
    const stopped = await place.ask('port_mapping', { port: 8000, host_port: port });
    expect(stopped.facts).toMatchObject({ published: true, active: false, matches: true, host_port: port });
    expect(stopped.line).toBe(`port ${port} of the host (0.0.0.0) would lead to its port 8000; it does not run`);
  });

  test('is open to the host alone', async () => {
    await place.sandbox.run(FOREVER, '--network', network, '-p', '127.0.0.1::8000');
    const { facts } = await place.ask('port_mapping', { port: 8000 });
    expect(facts).toMatchObject({ active: true, matches: true, local_only: true, host_ip: '127.0.0.1' });
    expect(Number(facts['host_port'])).toBeGreaterThan(0);
  });

  test('is declared and not published', async () => {
    await place.sandbox.run(FOREVER, '--network', network, '--expose', '8123');
    const { facts, line } = await place.ask('port_mapping', { port: 8123 });
    expect(facts).toMatchObject({ exposed: true, published: false, active: false, mappings: [] });
    expect(line).toBe('port 8123 is not published on the host');
  });

  test("is the host's own where the container uses the host's network", async () => {
    await place.sandbox.run(FOREVER, '--network', 'host');
    const { facts, line } = await place.ask('port_mapping', { port: 8000 });
    expect(facts).toMatchObject({ host_network: true, published: false });
    expect(line).toBe("it uses the host's network: port 8000 is the host's own");
  });
});

describe('a port of the host', () => {
  test('is held by the own container, or by another one, with its name', async () => {
    const port = await freePort();
    const name = `${place.sandbox.project}-holder`;
    const id = await place.sandbox.run(FOREVER, '--network', network, '-p', `${port}:8000`);
    const own = await place.ask('port_holder', { port });
    expect(own.facts).toMatchObject({ taken: true, by: 'container', mine: true, process: '', pid: 0 });
    expect(own.line).toBe(`port ${port} of the host is held by this container`);
    await place.sandbox.docker.run(['rm', '-f', id]);
    await place.sandbox.run(
      FOREVER,
      '--network',
      network,
      '-p',
      `${port}:9000`,
      '--name',
      name,
      '--label',
      'com.docker.compose.service=other',
    );
    const other = await place.ask('port_holder', { port });
    expect(other.facts).toMatchObject({ taken: true, by: 'container', mine: false, container: name });
    expect(other.line).toBe(`port ${port} of the host is held by container ${name}`);
  });

  test('is held by a process, with its name and pid', async () => {
    const port = await freePort();
    listener = createServer().listen(port);
    await new Promise((resolve) => listener?.once('listening', resolve));
    const { facts, line } = await place.ask('port_holder', { port });
    expect(facts).toMatchObject({ taken: true, by: 'process', mine: false, container: '', pid: process.pid });
    expect(facts['command']).toContain('jest');
    expect(facts['process']).toMatch(/^\w/);
    expect(line).toMatch(new RegExp(`^port ${port} of the host is held by process .+, pid ${process.pid}$`));
  });

  test("is held by a container that uses the host's network, where Docker lists no port of it", async () => {
    const port = await freePort();
    const script = `exec python3 -c "import socket, time; s = socket.socket(); s.bind(('127.0.0.1', ${port})); s.listen(); time.sleep(1000)"`;
    await place.sandbox.run(script, '--network', 'host');
    const { facts } = await place.askUntil('port_holder', { port }, 'it listens', (seen) => seen['taken'] === true);
    expect(facts).toMatchObject({ by: 'container', mine: true, process: '' });
  });

  test('is free', async () => {
    const port = await freePort();
    const { facts, line } = await place.ask('port_holder', { port });
    expect(facts).toEqual({ taken: false, by: '', mine: false, container: '', process: '', command: '', pid: 0 });
    expect(line).toBe(`nobody holds port ${port} of the host`);
  });

  test('that was taken is why a container could not start, and who took it is known', async () => {
    const port = await freePort();
    listener = createServer().listen(port, '0.0.0.0');
    await new Promise((resolve) => listener?.once('listening', resolve));
    await expect(place.sandbox.run(FOREVER, '--network', network, '-p', `${port}:8000`)).rejects.toThrow(
      'address already in use',
    );
    expect((await place.ask('container')).facts).toMatchObject({
      found: true,
      status: 'created',
      error: expect.stringContaining('address already in use') as unknown,
    });
    expect((await place.ask('port_mapping', { port: 8000 })).facts).toMatchObject({
      published: true,
      active: false,
      host_port: port,
    });
    expect((await place.ask('port_holder', { port })).facts).toMatchObject({
      taken: true,
      by: 'process',
      pid: process.pid,
    });
  });
});

describe('the networks of a real container', () => {
  test("are its project's default one, with those it must reach there", async () => {
    const name = `${place.sandbox.project}-api-1`;
    await place.sandbox.run(FOREVER, '--network', network, '--network-alias', 'api', '--name', name);
    const postgres = await place.sandbox.run(
      FOREVER,
      '--init',
      '--network',
      network,
      '--name',
      `${name}-postgres`,
      '--label',
      'com.docker.compose.service=postgres',
    );
    const seen = await place.ask('network', { peers: ['postgres', 'redis'] });
    expect(seen.facts).toMatchObject({
      networks: [network],
      expected: network,
      exists: true,
      on_expected: true,
      members: [name, `${name}-postgres`],
      missing_peers: ['redis'],
      aliases: ['api'],
      mode: network,
    });
    expect(seen.facts['ip']).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(seen.line).toBe(`on network ${network}, 2 running containers there; missing: redis`);
    await place.sandbox.docker.run(['stop', '-t', '1', postgres]);
    expect((await place.ask('network', { peers: ['postgres'] })).facts['missing_peers']).toEqual(['postgres']);
  });

  test('no longer include the one it was taken off', async () => {
    const id = await place.sandbox.run(FOREVER, '--network', network);
    await place.sandbox.docker.run(['network', 'disconnect', network, id]);
    const { facts, line } = await place.ask('network');
    expect(facts).toMatchObject({ networks: [], on_expected: false, exists: true, members: [], ip: '' });
    expect(line).toBe(`not on network ${network}, but on no network`);
  });

  test('are said where the network that was expected does not exist', async () => {
    await place.sandbox.run(FOREVER, '--network', network);
    const { facts, line } = await place.ask('network', { expect: 'no-such-network' });
    expect(facts).toMatchObject({ exists: false, on_expected: false, members: [] });
    expect(line).toBe(`the host has no network no-such-network; it is on ${network}`);
  });
});
