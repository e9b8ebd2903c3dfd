import { randomBytes } from 'node:crypto';
import { dockerAt, dockerHost, type Docker } from '../../../demo/docker.js';
import { ensureImages, imageName } from '../../../demo/images.js';
import { removeProject } from '../../../demo/project.js';
import type { ServiceTarget } from '../../../src/checks/containers.js';

const quiet = { say: () => undefined, install: false };

/** Containers of one test file, under a Compose project of their own, each running a shell script of the test's. */
export class Sandbox {
  readonly docker: Docker;
  readonly project = `runbook-bot-test-${randomBytes(4).toString('hex')}`;
  /** The service `api` of this project, as config.yml would name it. */
  readonly service: ServiceTarget;
  readonly #image: string;

  private constructor(docker: Docker, image: string) {
    this.docker = docker;
    this.#image = image;
    const container = { compose: { project: this.project, service: 'api' } };
    this.service = { name: 'api', host: 'local', container, project: null };
  }

  static async open(): Promise<Sandbox> {
    const docker = dockerAt(process.env['TEST_DOCKER_HOST'] ?? (await dockerHost()));
    return new Sandbox(docker, imageName('api', await ensureImages(docker, quiet)));
  }

  /** Makes the project's default network, as Compose does; returns its name. */
  async network(): Promise<string> {
    const name = `${this.project}_default`;
    await this.docker.run(['network', 'create', '--label', `com.docker.compose.project=${this.project}`, name]);
    return name;
  }

  /** Starts a container of this service that runs a script with `sh -c`; returns its id. */
  async run(script: string, ...flags: string[]): Promise<string> {
    return this.runImage(this.#image, script, ...flags);
  }

  /** The same with another image. */
  async runImage(image: string, script: string, ...flags: string[]): Promise<string> {
    const labels = [
      `com.docker.compose.project=${this.project}`,
      'com.docker.compose.service=api',
      'com.docker.compose.oneoff=False',
      `dev.runbook-bot.run=${process.env['DEMO_RUN'] ?? ''}`,
    ].flatMap((label) => ['--label', label]);
    // Without a network unless told: starting is quicker.
    const network = flags.includes('--network') ? [] : ['--network', 'none'];
    const healthcheck = flags.includes('--health-cmd') ? [] : ['--no-healthcheck'];
    const options = [...network, ...healthcheck, '--entrypoint', 'sh', ...labels, ...flags];
    return (await this.docker.run(['run', '-d', ...options, image, '-c', script])).trim();
  }

  /** Removes this project's containers and nothing else of it. */
  async clearContainers(): Promise<void> {
    const mine = ['--filter', `label=com.docker.compose.project=${this.project}`];
    const ids = (await this.docker.run(['ps', '-aq', ...mine])).split('\n').filter((id) => id !== '');
    if (ids.length > 0) await this.docker.run(['rm', '-f', ...ids]);
  }

  /** Removes a container with its volumes, those without a name included, which outlive it otherwise. */
  async removeWithVolumes(id: string): Promise<void> {
    const names = await this.docker.run(['inspect', '-f', '{{range .Mounts}}{{.Name}} {{end}}', id]);
    await this.docker.run(['rm', '-f', id]);
    await this.docker.run(['volume', 'rm', ...names.split(/\s+/).filter((name) => name !== '')]);
  }

  /** Removes this project's containers and networks. */
  async clear(): Promise<void> {
    await removeProject(this.docker, this.project);
  }
}
