import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig, surveyConfig, type Config } from '../src/config.js';

let folder: string;
let certificates: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-docker-'));
  certificates = mkdtempSync(join(folder, 'certificates-'));
  for (const file of ['ca.pem', 'cert.pem', 'key.pem']) writeFileSync(join(certificates, file), 'x');
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const path = join(folder, 'config.yml');
  writeFileSync(path, text);
  return path;
}

const read = (text: string, environment: Record<string, string> = {}): Config =>
  readConfig({ CONFIG: written(text), ...environment });

/** What is wrong with these Docker hosts, one a line. */
function problems(hosts: string, environment: Record<string, string> = {}): readonly string[] {
  const path = written(`services: {}\ndocker: { hosts: ${hosts} }`);
  return surveyConfig({ CONFIG: path, ...environment }).problems.map((problem) => problem.replace(path, 'config.yml'));
}

describe('Docker hosts in config.yml', () => {
  test('are known by name; a service says on which it runs', () => {
    const config = read(
      `services:
  api: { host: east, container: { name: api } }
  redis: { container: { name: redis } }
docker:
  hosts:
    east: { host: "tcp://east.example:2376", cert_path: ${certificates} }
    west: { host: "ssh://runbook@west.example", ssh_config: ${join(certificates, 'key.pem')} }
    lax: { host: "tcp://lax.example", cert_path: ${certificates}, tls_verify: false }
    proxy: { host: "\${PROXY}" }`,
      { DOCKER_HOST: 'unix:///run/mine.sock', PROXY: 'tcp://proxy:2375' },
    );
    expect(config.dockerHosts).toEqual({
      local: { host: 'unix:///run/mine.sock', tlsVerify: false },
      east: { host: 'tcp://east.example:2376', certPath: certificates, tlsVerify: true },
      west: { host: 'ssh://runbook@west.example', sshConfig: join(certificates, 'key.pem') },
      lax: { host: 'tcp://lax.example', certPath: certificates, tlsVerify: false },
      proxy: { host: 'tcp://proxy:2375' },
    });
    expect(config.services['api']?.host).toBe('east');
    expect(config.services['redis']?.host).toBe('local');
  });

  test('are named with everything that is wrong at once, and with it the service that means none of them', () => {
    const path = written(`services:
  api: { host: eats, container: { name: api } }
docker:
  hosts:
    east: { host: "tcp://", cert_path: /nowhere, colour: red }
    West: { host: "unix:///run/west.sock" }`);
    const { problems: found } = surveyConfig({ CONFIG: path, DOCKER_HOST: 'here' });
    const expected = [
      'DOCKER_HOST: has an address with no scheme; the bot knows unix:///',
      ':2:10 services.api.host: is no Docker host of config.yml; did you mean "east"? Known hosts: local, east, West',
      ':5:13 docker.hosts.east.host: needs an address like tcp://docker.example.com:2376',
      'docker.hosts.east.cert_path: /nowhere/ca.pem and /nowhere/cert.pem and /nowhere/key.pem cannot be read',
      'docker.hosts.east.colour: is not a known key',
      ':6:5 docker.hosts.West: must be lower-case letters, digits and -',
    ];
    for (const sentence of expected) expect(found.join('\n')).toContain(sentence);
    expect(found).toHaveLength(expected.length);
  });

  test.each([
    ['{ local: { host: "unix:///x" } }', 'local: is the engine that DOCKER_HOST names; choose another name'],
    ['{ far: {} }', 'far.host: is missing'],
    ['{ far: { host: "http://x" } }', 'far.host: has an address with http://'],
    ['{ far: { host: "unix:///x", tls_verify: true } }', 'far.tls_verify: is for tcp:// only; leave it out'],
    ['{ far: { host: "tcp://x", tls_verify: true } }', 'far.tls_verify: needs cert_path'],
    ['{ far: { host: "tcp://x", ssh_config: /dev/null } }', 'far.ssh_config: is for ssh:// only'],
    ['{ far: { host: "ssh://x", ssh_config: /nowhere } }', 'far.ssh_config: /nowhere cannot be read'],
    ['{ far: { host: "ssh://x:y@z" } }', 'far.host: has a password in its address'],
    ['[]', 'docker.hosts: must be'],
  ])('are refused one by one: %s', (hosts, sentence) => {
    const found = problems(hosts);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  test('need the certificates that the environment names', () => {
    const environment = { DOCKER_HOST: 'tcp://x', DOCKER_TLS_VERIFY: '1' };
    expect(problems('{}', { ...environment, DOCKER_CERT_PATH: certificates })).toEqual([]);
    expect(problems('{}', { ...environment, DOCKER_CERT_PATH: '/nowhere' })[0]).toMatch(/^DOCKER_CERT_PATH: \/nowhere/);
    expect(problems('{}', { DOCKER_CERT_PATH: '/nowhere', DOCKER_HOST: 'unix:///x' })).toEqual([]);
  });
});
