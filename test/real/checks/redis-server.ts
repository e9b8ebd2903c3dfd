import { randomBytes } from 'node:crypto';
import { dockerAt, dockerHost } from '../../../demo/docker.js';
import { ensureImages, imageName } from '../../../demo/images.js';
import { waitFor } from '../../../demo/wait.js';

const quiet = { say: () => undefined, install: false };

/** A throw-away Redis of the demo's image, on a free port of loopback. */
export interface RedisServer {
  readonly port: number;
  /** Runs redis-cli in it and returns what it printed. */
  cli(...words: string[]): Promise<string>;
  /** Runs a shell script in it. */
  sh(script: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts `redis-server` with these options; waits until it answers, if with an error. */
export async function startRedis(...options: string[]): Promise<RedisServer> {
  const docker = dockerAt(process.env['TEST_DOCKER_HOST'] ?? (await dockerHost()));
  const image = imageName('redis', await ensureImages(docker, quiet));
  const name = `runbook-bot-test-redis-${randomBytes(4).toString('hex')}`;
  const label = `dev.runbook-bot.run=${process.env['DEMO_RUN'] ?? ''}`;
  const server = ['redis-server', '--bind', '0.0.0.0', '--protected-mode', 'no', '--save', '', ...options];
  await docker.run(['run', '-d', '--name', name, '--label', label, '-p', '127.0.0.1::6379', image, ...server]);
  const exec = (...argv: string[]): Promise<string> => docker.run(['exec', name, ...argv]);
  const stop = async (): Promise<void> => {
    await docker.run(['rm', '-f', '-v', name]);
  };
  try {
    await waitFor('Redis for the tests', 60_000, () => exec('redis-cli', 'PING').catch(() => undefined));
    const port = Number((await docker.run(['port', name, '6379/tcp'])).trim().split(':').at(-1));
    return { port, cli: (...words) => exec('redis-cli', ...words), sh: (script) => exec('sh', '-c', script), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
