import { z } from 'zod';
import { allUnknown, type Facts, type FactSpec } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { text } from '../text/text.js';
import { CannotLook, defineCheck, type Observation, type RegisteredCheck, type World } from './check.js';
import type { HostContainer } from './container-details.js';
import { holderOf, interfaceNames, listeningOn, type HostProcess } from './host-sockets.js';
import { port as portSchema, portNumber } from './written.js';

const LONGEST_COMMAND = 300;
const SHORT_ID = 12;

const params = z.strictObject({
  type: z.literal('port_holder'),
  port: portSchema.describe('A TCP port of the Docker host.'),
});

const specs = {
  taken: {
    type: 'bool',
    says: "Somebody holds the port. Where no container does, this is unknown unless the bot shares the Docker host's network.",
  },
  by: {
    type: 'string',
    says: 'One of container or process, a process of a container being that container; empty where the port is free.',
  },
  mine: { type: 'bool', says: "The service's own container holds it." },
  container: { type: 'string', says: 'Name of the container that holds it; empty where none does.' },
  process: { type: 'string', says: 'Name of the process of the host that holds it; empty where none does.' },
  command: { type: 'string', says: 'Command line of that process; empty likewise.' },
  pid: { type: 'int', says: 'Its process id; 0 likewise.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** The check, reading the host's sockets from this folder: `/proc` but for tests. */
export function portHolderAt(proc: string): RegisteredCheck {
  return defineCheck({
    type: 'port_holder',
    vantage: 'Docker',
    says: 'Which container or process holds a TCP port of the Docker host.',
    params,
    facts: () => specs,
    run: async (asked, world, signal): Promise<Observation> => {
      const port = portNumber(asked.port);
      if (port === null) throw new CannotLook('the port of this check in config.yml is no number from 1 to 65535');
      const [container, all] = await Promise.all([
        world.containers.find(world.service, signal),
        world.containers.onHost(world.service, signal),
      ]);
      const own = container?.id ?? '';
      const publisher = all.find((one) => publishes(one, port));
      if (publisher !== undefined) return heldByContainer(publisher, own, port, world);
      if (!(await sharesNetwork(proc, world, signal))) return unseen(port);
      return heldOnHost({ proc, port, own, all, world, signal });
    },
  });
}

/** Who holds a port of the host. */
export const portHolder = portHolderAt('/proc');

/** True for a container to which the host leads this TCP port. */
export /** A port of the host leads to this container. */
function publishes({ ports }: HostContainer, port: number): boolean {
  return ports.some((one) => one.hostPort === port && one.protocol === 'tcp');
}

/** Whether the bot sees the Docker host's sockets. The interface of a network carries a part of that network's random id: who sees it is where the engine made it. */
export async function sharesNetwork(proc: string, world: World, signal: AbortSignal): Promise<boolean> {
  const networks = await world.containers.networks(world.service, signal);
  const own = networks.map(({ id, bridge }) => (bridge.includes(id.slice(0, SHORT_ID)) ? bridge : null));
  const seen = await interfaceNames(proc);
  return seen.some((name) => own.includes(name));
}

function unseen(port: number): Observation {
  const reason = `no container holds port ${port}; the bot cannot see the processes of the Docker host`;
  return { facts: allUnknown(specs, reason), says: text(reason) };
}

interface Look {
  readonly proc: string;
  readonly port: number;
  /** Id of the service's container; empty where there is none. */
  readonly own: string;
  readonly all: readonly HostContainer[];
  readonly world: World;
  readonly signal: AbortSignal;
}

async function heldOnHost({ proc, port, own, all, world, signal }: Look): Promise<Observation> {
  const inodes = await listeningOn(proc, port);
  if (inodes.size === 0) return { facts: { ...FREE }, says: text(`nobody holds port ${port} of the host`) };
  const process = await holderOf(proc, inodes, signal);
  if (process === null) return hidden(port);
  const container = all.find(({ id }) => id === process.container);
  if (container !== undefined) return heldByContainer(container, own, port, world);
  return process.name === DOCKER_PROXY ? heldByDocker(port) : heldByProcess(process, port, world);
}

/** Docker's own helper, which leads a port to a container: seen without its container while that one starts or ends. */
export const DOCKER_PROXY = 'docker-proxy';

function heldByDocker(port: number): Observation {
  const reason = `Docker leads port ${port} to a container that is just starting or ending`;
  return { facts: { ...allUnknown(specs, reason), taken: true, by: 'container' }, says: text(reason) };
}

const FREE: Facts = { taken: false, by: '', mine: false, container: '', process: '', command: '', pid: 0 };

function hidden(port: number): Observation {
  const reason = `the bot may not see whose port ${port} is; on the host, \`sudo lsof -i :${port}\` tells`;
  return {
    facts: { ...allUnknown(specs, reason), taken: true },
    says: text(`port ${port} of the host is taken; by whom, the bot may not see`),
  };
}

function heldByContainer(one: HostContainer, own: string, port: number, world: World): Observation {
  const mine = one.id === own;
  const name = world.clean(one.name);
  return {
    facts: { ...FREE, taken: true, by: 'container', mine, container: name },
    says: text(`port ${port} of the host is held by `, mine ? 'this container' : `container ${name}`),
  };
}

function heldByProcess(process: HostProcess, port: number, world: World): Observation {
  const name = world.clean(process.name);
  const command = cutText(world.clean(process.command), LONGEST_COMMAND);
  return {
    facts: { ...FREE, taken: true, by: 'process', process: name, command, pid: process.pid },
    says: text(`port ${port} of the host is held by process ${name}, pid ${process.pid}`),
  };
}
