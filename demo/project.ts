import { z } from 'zod';
import type { Docker } from './docker.js';
import { services, type ServiceName } from './images.js';

const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';
const namesSchema = z.record(z.enum(services), z.string());

/** Removes every container, network and volume of a Compose project, and nothing else. None is fine. */
export async function removeProject(docker: Docker, project: string): Promise<void> {
  const mine = ['--filter', `label=${projectLabel}=${project}`];
  await remove(docker, ['ps', '-aq', ...mine], ['rm', '-f', '-v']);
  await remove(docker, ['network', 'ls', '-q', ...mine], ['network', 'rm']);
  await remove(docker, ['volume', 'ls', '-q', ...mine], ['volume', 'rm', '-f']);
}

/** Removes the containers of one service, whatever their names have become. */
export async function removeService(docker: Docker, project: string, service: ServiceName): Promise<void> {
  await remove(docker, ['ps', '-aq', ...filtersFor(project, service)], ['rm', '-f']);
}

/** The id of the container in which a service runs, or null. */
export async function runningContainer(docker: Docker, project: string, service: ServiceName): Promise<string | null> {
  const [id = ''] = (await docker.run(['ps', '-q', ...filtersFor(project, service)])).split('\n');
  return id === '' ? null : id;
}

/** Removes the project's containers that do not run (paused and restarting ones as well); their volumes stay. */
export async function removeNotRunning(docker: Docker, project: string): Promise<void> {
  const states = ['created', 'restarting', 'removing', 'paused', 'exited', 'dead'];
  const filters = [`label=${projectLabel}=${project}`, ...states.map((state) => `status=${state}`)];
  await remove(docker, ['ps', '-aq', ...filters.flatMap((filter) => ['--filter', filter])], ['rm', '-f']);
}

/** The projects that have a container with this label (`name=value`). */
export async function projectsLabelled(docker: Docker, label: string): Promise<string[]> {
  const format = `{{.Label "${projectLabel}"}}`;
  const listed = await docker.run(['ps', '-a', '--filter', `label=${label}`, '--format', format]);
  return [...new Set(listed.split('\n').filter((project) => project !== ''))];
}

/** The names Compose gave to the containers, by service. */
export async function containerNames(docker: Docker, project: string): Promise<Record<ServiceName, string>> {
  const format = `{{.Label "${serviceLabel}"}} {{.Names}}`;
  const listed = await docker.run(['ps', '-a', '--filter', `label=${projectLabel}=${project}`, '--format', format]);
  return namesSchema.parse(
    Object.fromEntries(
      listed
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    ),
  );
}

function filtersFor(project: string, service: ServiceName): string[] {
  return ['--filter', `label=${projectLabel}=${project}`, '--filter', `label=${serviceLabel}=${service}`];
}

async function remove(docker: Docker, list: readonly string[], removal: readonly string[]): Promise<void> {
  const ids = (await docker.run(list)).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await docker.run([...removal, ...ids]);
}
