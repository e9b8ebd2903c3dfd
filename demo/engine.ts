import { existsSync } from 'node:fs';
import { UserError } from '../src/errors.js';
import { CommandFailed, run, succeeds } from './command.js';
import { findCompose } from './compose.js';
import { startDaemon } from './daemon.js';
import { defaultHost, dockerHost, engineAnswers } from './docker.js';
import { installPackages, type Manners } from './packages.js';

export interface Engine {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** Ends the engine if it was started here; otherwise does nothing. */
  stop(): Promise<void>;
}

/**
 * Makes sure that Docker's client, Compose and an engine are there: uses the engine that answers, otherwise installs what
 * is missing (root on Debian or Ubuntu only) and starts the engine. Throws `UserError` saying what to do where it cannot.
 */
export async function ensureEngine(manners: Manners): Promise<Engine> {
  await ensureClient(manners);
  const host = await dockerHost();
  if (await engineAnswers(host)) return { host, stop: () => Promise.resolve() };
  if (host !== defaultHost || process.getuid?.() !== 0 || process.platform !== 'linux')
    throw new UserError(
      'not_found',
      `No Docker engine can be used at ${host}: ${await complaint(host)} Start it, or set DOCKER_HOST.`,
    );
  if (!(await succeeds('dockerd', ['--version'])))
    await installPackages(['docker.io'], 'There is no Docker engine on this machine.', manners);
  // Installing may have started it already.
  if (await engineAnswers(host)) return { host, stop: () => Promise.resolve() };
  return start(host, manners);
}

async function start(host: string, manners: Manners): Promise<Engine> {
  if (existsSync('/run/systemd/system')) {
    manners.say('Starting the Docker engine (systemctl start docker).');
    await run('systemctl', ['start', 'docker']);
    return { host, stop: () => Promise.resolve() };
  }
  const logFile = '/var/log/dockerd.log';
  manners.say(`Starting the Docker engine (dockerd, log in ${logFile}).`);
  const daemon = await startDaemon({ host, pidFile: '/var/run/docker.pid', logFile, command: ['dockerd'] });
  return { host, stop: () => daemon.stop() };
}

async function ensureClient(manners: Manners): Promise<void> {
  const missing: string[] = [];
  if (!(await succeeds('docker', ['--version']))) missing.push('docker-cli|docker.io');
  if ((await findCompose()) === null) missing.push('docker-compose-v2|docker-compose');
  if (missing.length > 0) await installPackages(missing, 'Docker and Docker Compose are needed.', manners);
}

/** Why the engine cannot be used, in the words of Docker's own client. */
async function complaint(host: string): Promise<string> {
  try {
    await run('docker', ['version'], { env: { ...process.env, DOCKER_HOST: host }, timeout: 5_000 });
    return '';
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return error.message.split('\n').at(-1) ?? '';
  }
}
