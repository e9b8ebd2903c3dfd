import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { dockerHostFromEnv, openEndpoint } from '../../src/docker/endpoint.js';

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

  test('is written without the login that the address may hold', () => {
    expect(openEndpoint('local', { host: 'tcp://ada:secret@docker.example:1234' }).address).toBe(
      'tcp://docker.example:1234',
    );
  });

  test.each([
    [
      'ssh://ada@host',
      'Docker host far has an address with ssh://; the bot knows unix:///path/to/docker.sock and tcp://host:port.',
    ],
    [
      'docker.sock',
      'Docker host far has an address with no scheme; the bot knows unix:///path/to/docker.sock and tcp://host:port.',
    ],
    ['unix://docker.sock', 'Docker host far needs an absolute path after unix://, not "docker.sock".'],
    ['tcp://', 'Docker host far needs an address like tcp://docker.example.com:2376.'],
  ])('is refused with what would have been right: %s', (host, message) => {
    expect(() => openEndpoint('far', { host })).toThrow(message);
  });

  test('names the certificate that cannot be read', () => {
    const host = { host: 'tcp://docker.example', certPath: '/nowhere', tlsVerify: true };
    expect(() => openEndpoint('far', host)).toThrow('/nowhere/ca.pem cannot be read: check DOCKER_CERT_PATH.');
  });
});
