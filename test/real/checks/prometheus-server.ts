import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePorts } from '../../../demo/ports.js';
import { certificate, type Certificate } from '../../checks/certificates.js';
import { until } from '../../until.js';
import { serverProgram } from '../../../scripts/server-program.js';

export const prometheusIsHere = serverProgram('prometheus') !== null;

/** A throw-away Prometheus on a free port of loopback. */
export interface PrometheusServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts Prometheus with these jobs, each a target's port, scraped every five seconds, which each may take; with this certificate where one is named. */
export async function startPrometheus(
  jobs: Readonly<Record<string, number>>,
  tls?: Certificate,
): Promise<PrometheusServer> {
  const program = serverProgram('prometheus');
  if (program === null) throw new Error('there is no prometheus');
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const [port = 0] = await freePorts(1);
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(configOf(jobs)));
  const web = await writeWebConfig(folder, tls);
  const child = spawn(
    program.path,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...web,
    ],
    { cwd: folder, env: program.env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'close');
  const said = text(child.stderr);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    await until(async () => child.exitCode !== null || (await isReady(port, tls)), 'Prometheus is ready');
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${await said}`);
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configOf(jobs: Readonly<Record<string, number>>): object {
  return {
    global: { scrape_interval: '5s', scrape_timeout: '5s' },
    scrape_configs: Object.entries(jobs).map(([name, port]) => ({
      job_name: name,
      // As people do who do not know better: a secret in the address, which Prometheus repeats in its errors.
      params: { token: ['correct-horse-battery'] },
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    })),
  };
}

async function writeWebConfig(folder: string, tls: Certificate | undefined): Promise<string[]> {
  if (tls === undefined) return [];
  const { key, cert } = certificate(tls);
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'cert.pem'), cert);
  const file = join(folder, 'web.yml');
  await writeFile(file, JSON.stringify({ tls_server_config: { cert_file: 'cert.pem', key_file: 'key.pem' } }));
  return [`--web.config.file=${file}`];
}

async function isReady(port: number, tls: Certificate | undefined): Promise<boolean> {
  if (tls === undefined)
    return fetch(`http://127.0.0.1:${port}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  return new Promise((resolve) => {
    const asked = get({ port, host: '127.0.0.1', path: '/-/ready', rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
  });
}
