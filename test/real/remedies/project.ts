import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerAt, dockerHost, type Docker } from '../../../demo/docker.js';
import { ensureImages, imageName } from '../../../demo/images.js';
import { removeProject } from '../../../demo/project.js';
import type { World } from '../../../src/checks/check.js';
import type { ServiceTarget } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import type { RegisteredRemedy } from '../../../src/remedies/remedy.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { Stage } from '../../remedies/stage.js';
import { until } from '../../until.js';

/** A Compose project of its own in a folder of its own, under Git: one service that prints its version and waits. */
export class Project {
  readonly name = `runbook-bot-test-${randomBytes(4).toString('hex')}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'compose-'));
  readonly docker: Docker;
  readonly service: ServiceTarget;
  readonly containers: DockerContainers;
  readonly #base: string;

  private constructor(docker: Docker, base: string) {
    this.docker = docker;
    this.#base = base;
    const container = { compose: { project: this.name, service: 'api' } };
    this.service = { name: 'api', host: 'local', container, project: this.folder };
    this.containers = createContainers({ hosts: { local: { host: docker.host } } });
    this.write('docker-compose.yml', composeFile('.'));
    this.git('init', '--quiet');
    this.release('one');
  }

  static async open(): Promise<Project> {
    const docker = dockerAt(process.env['TEST_DOCKER_HOST'] ?? (await dockerHost()));
    return new Project(docker, imageName('api', await ensureImages(docker, { say: () => undefined, install: false })));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  git(...args: readonly string[]): string {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', ['-C', this.folder, ...who, ...args], { stdio: 'pipe', encoding: 'utf8' }).trim();
  }

  /** Commits a release that prints this when it starts; `more` are build steps. */
  release(version: string, ...more: readonly string[]): void {
    const lines = [`FROM ${this.#base}`, 'HEALTHCHECK NONE', ...more];
    this.write('Dockerfile', `${lines.join('\n')}\nCMD ["sh", "-c", "echo ${version}; exec sleep 1000"]\n`);
    this.git('add', '.');
    this.git('commit', '--quiet', '--message', `release ${version}`);
  }

  /** A remedy for this project's service. */
  stage(remedy: RegisteredRemedy, params: object = {}, service: ServiceTarget = this.service): Stage {
    const clean = (text: string): string => maskSecrets(cleanText(text));
    const { containers } = this;
    const world: World = { service, services: { api: service }, containers, clean, now: () => new Date() };
    return new Stage(remedy, params, world, { service, engine: { host: this.docker.host } });
  }

  /** The container's id, and what it said first; null where there is none. */
  async container(): Promise<{ readonly id: string; readonly says: string } | null> {
    const found = await this.containers.find(this.service, new AbortController().signal);
    if (found === null) return null;
    let says = '';
    // It speaks a moment after it was started.
    await until(async () => (says = (await this.docker.run(['logs', found.id])).trim()) !== '', 'its first word');
    return { id: found.id, says };
  }

  async removeContainer(): Promise<void> {
    await removeProject(this.docker, this.name);
  }

  async close(): Promise<void> {
    await this.containers.close();
    await removeProject(this.docker, this.name);
    await this.docker.run(['rmi', '-f', `${this.name}_api`]).catch(() => '');
    rmSync(this.folder, { recursive: true });
  }
}

/** A Compose file that builds from a folder; `more` are further lines of the service. */
export function composeFile(build: string | null, ...more: readonly string[]): string {
  const run = process.env['DEMO_RUN'] ?? '';
  const lines = [
    ...(build === null ? ['image: nothing:1'] : [`build: ${build}`]),
    `labels: { dev.runbook-bot.run: "${run}" }`,
    'network_mode: none',
    'init: true',
    'stop_grace_period: 1s',
    ...more,
  ];
  return `version: "2.4"\nservices:\n  api:\n${lines.map((line) => `    ${line}\n`).join('')}`;
}
