import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { dockerHostFromEnv } from '../../src/docker-host.js';
import { openEndpoint } from '../../src/docker/endpoint.js';

describe('where a Docker engine listens', () => {
  test('is the local socket when the environment says nothing', () => {
    const endpoint = openEndpoint('local', dockerHostFromEnv({ DOCKER_HOST: '' }));
    expect(endpoint.address).toBe('unix:///var/run/docker.sock');
    expect(endpoint.connection).toEqual({ socketPath: '/var/run/docker.sock' });
  });

  test('is spelled out in a word, since docker-modem spells it out at every request', () => {
    const { agent } = openEndpoint('local', dockerHostFromEnv({}));
    expect(inspect({ agent }, { showHidden: true, depth: null })).toBe('{ agent: Agent }');
  });

  test('is a TCP port, 2375 unless said', () => {
    const endpoint = openEndpoint('local', dockerHostFromEnv({ DOCKER_HOST: 'tcp://docker.example' }));
    expect(endpoint.connection).toEqual({ protocol: 'http', host: 'docker.example', port: 2375 });
  });

  test.each([
    ['verifies the engine when told to', '1', true],
    ['speaks TLS without verifying when only certificates are given', '', false],
  ])('%s', (_title, verify, verifies) => {
    const folder = mkdtempSync(join(tmpdir(), 'certs-'));
    for (const file of ['ca.pem', 'cert.pem', 'key.pem']) writeFileSync(join(folder, file), 'x');
    const env = { DOCKER_HOST: 'tcp://docker.example', DOCKER_CERT_PATH: folder, DOCKER_TLS_VERIFY: verify };
    const endpoint = openEndpoint('local', dockerHostFromEnv(env));
    expect(endpoint.connection).toEqual({ protocol: 'https', host: 'docker.example', port: 2376 });
    expect(endpoint.agent).toMatchObject({ options: { rejectUnauthorized: verifies, ca: 'x' } });
  });

  test.each([
    ['ssh://docker.example', 'ssh://docker.example/var/run/docker.sock'],
    ['ssh://ada@[::1]:2222/run/engine.sock', 'ssh://ada@[::1]:2222/run/engine.sock'],
  ])('is another machine reached with ssh: %s', (host, address) => {
    expect(openEndpoint('far', { host }).address).toBe(address);
  });

  test('is written without the login that the address may hold', () => {
    expect(openEndpoint('local', { host: 'tcp://ada:secret@docker.example:1234' }).address).toBe(
      'tcp://docker.example:1234',
    );
  });

  test.each([
    [
      'docker.sock',
      'Docker host far has an address with no scheme; the bot knows unix:///path/to/docker.sock, tcp://host:port and ssh://user@host.',
    ],
    ['npipe:////./pipe/docker', 'Docker host far has an address with npipe://;'],
    ['ssh://', 'Docker host far needs an address like ssh://user@docker.example.com.'],
    ['ssh://-oProxyCommand=x', 'Docker host far needs an address like ssh://user@docker.example.com.'],
    ['ssh://-oProxyCommand=x@host', 'Docker host far needs an address like ssh://user@docker.example.com.'],
    [
      'ssh://ada:secret@host',
      'Docker host far has a password in its address; ssh takes keys only, so leave the password out.',
    ],
    ['ssh://host/run/$(id).sock', 'Docker host far needs a plain path to the engine\'s socket, not "/run/$(id).sock".'],
    ['unix://docker.sock', 'Docker host far needs an absolute path after unix://, not "docker.sock".'],
    ['tcp://', 'Docker host far needs an address like tcp://docker.example.com:2376.'],
  ])('is refused with what would have been right: %s', (host, message) => {
    expect(() => openEndpoint('far', { host })).toThrow(message);
  });

  test('names the certificate that cannot be read', () => {
    const host = { host: 'tcp://docker.example', certPath: '/nowhere', tlsVerify: true };
    expect(() => openEndpoint('far', host)).toThrow(
      '/nowhere/ca.pem cannot be read: check cert_path of far in config.yml.',
    );
    expect(() => openEndpoint('local', host)).toThrow('/nowhere/ca.pem cannot be read: check DOCKER_CERT_PATH.');
  });
});
