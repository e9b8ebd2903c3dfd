import { describe, expect, test } from '@jest/globals';
import type { DockerHost } from '../../src/docker-host.js';
import { composeRunner } from '../../src/remedies/compose-client.js';
import { never } from '../checks/builders.js';

/** What Compose would be told about the engine. */
async function told(engine: DockerHost): Promise<unknown> {
  const run = composeRunner('east', engine);
  if (typeof run === 'string') return run;
  const script = `console.log(JSON.stringify(Object.entries(process.env).filter(([name]) => /^DOCKER_/.test(name))))`;
  const argv = [process.execPath, '-e', script];
  const { stdout } = await run({ argv, timeout: 60_000, maxBytes: 4_096, cwd: undefined, env: [] }, never);
  return Object.fromEntries(JSON.parse(stdout) as [string, string][]);
}

describe('Compose is led to the engine the bot asks', () => {
  test('the local one by its socket, whatever Docker contexts say', async () => {
    expect(await told({})).toEqual({ DOCKER_HOST: 'unix:///var/run/docker.sock' });
    expect(await told({ host: 'unix:///run/other.sock' })).toEqual({ DOCKER_HOST: 'unix:///run/other.sock' });
  });

  test('another one by its address, with its certificates', async () => {
    expect(await told({ host: 'tcp://east:2375' })).toEqual({ DOCKER_HOST: 'tcp://east:2375' });
    expect(await told({ host: 'tcp://[::1]', certPath: '/certs', tlsVerify: true })).toEqual({
      DOCKER_HOST: 'tcp://[::1]:2376',
      DOCKER_CERT_PATH: '/certs',
      DOCKER_TLS_VERIFY: '1',
    });
  });

  test('never in a way that would be a guess', async () => {
    expect(await told({ host: 'ssh://ada@west' })).toBe(
      'Docker host east is reached through ssh, where the bot does not run Compose',
    );
    expect(await told({ host: 'tcp://east', certPath: '/certs', tlsVerify: false })).toBe(
      'Docker host east is not verified (tls_verify: false), and Compose has no such way',
    );
  });
});
