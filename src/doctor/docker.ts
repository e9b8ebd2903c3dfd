import { CannotLook } from '../checks/check.js';
import type { Selector } from '../checks/containers.js';
import type { ServiceConfig } from '../config.js';
import type { DockerHost } from '../docker-host.js';
import { createContainers, type DockerContainers } from '../docker/docker-containers.js';
import { SeveralContainers } from '../docker/find.js';
import { probeDockerHost, type DockerReport } from '../docker/probe.js';
import { ok, skipped, wrong, type Line } from './line.js';

/** Lines about one Docker host, and about each service that runs on it. */
export async function dockerLines(
  name: string,
  host: DockerHost,
  services: readonly ServiceConfig[],
  signal: AbortSignal,
): Promise<Line[]> {
  const report = await probeDockerHost(name, host, signal);
  const first = hostLine(report);
  if (report.problem !== null)
    return [
      first,
      ...services.map((service) => skipped(aboutService(service.name), `Docker on host ${name} comes first`)),
    ];
  const containers = createContainers({ hosts: { [name]: host } });
  try {
    return [first, ...(await Promise.all(services.map((service) => serviceLine(service, containers, signal))))];
  } finally {
    await containers.close();
  }
}

function hostLine({ name, address, engineVersion, apiVersion, cgroup, problem, mend }: DockerReport): Line {
  const about = `Docker on host ${name}`;
  if (problem !== null) {
    const said = (problem.startsWith(`${about} `) ? problem.slice(about.length + 1) : problem).replace(/\.$/, '');
    return wrong(about, said, mend?.replace(/\.$/, '') ?? 'check that Docker runs there and that the bot may ask it');
  }
  const more = [`API ${apiVersion ?? '?'}`, ...(cgroup === null ? [] : [`cgroup ${cgroup}`])].join(', ');
  return ok(about, `engine ${engineVersion ?? '?'} at ${address} (${more})`);
}

async function serviceLine(service: ServiceConfig, containers: DockerContainers, signal: AbortSignal): Promise<Line> {
  const about = aboutService(service.name);
  const at = `services.${service.name}.container in config.yml`;
  try {
    const found = await containers.find(service, signal);
    if (found !== null) return ok(about, `container ${found.name} on ${service.host}, ${found.status}`);
    return wrong(
      about,
      `no container with ${selected(service.container)} on ${service.host}`,
      `start it, or correct ${at}`,
    );
  } catch (error) {
    if (error instanceof SeveralContainers)
      return wrong(about, error.reason, `let ${at} name one, or remove the others`);
    if (error instanceof CannotLook)
      return wrong(about, error.reason, 'ask again; if it stays so, look at Docker there');
    throw error;
  }
}

function aboutService(name: string): string {
  return `Service ${name}`;
}

function selected(selector: Selector): string {
  if ('name' in selector) return `the name ${selector.name}`;
  if ('id' in selector) return `the id ${selector.id}`;
  return `the Compose project ${selector.compose.project} and service ${selector.compose.service}`;
}
