import type { HostContainer } from '../checks/container-details.js';
import { holderOf, listeningOn } from '../checks/host-sockets.js';
import { DOCKER_PROXY, publishes, sharesNetwork } from '../checks/port-holder.js';
import { cutText } from '../text/clean.js';
import { maySignal, ownLine, readLife, signalsReach } from './host-process.js';
import type { Place } from './remedy.js';

const LONGEST_COMMAND = 200;
/** Without these nobody could get in, or no container would run. */
const UNTOUCHABLE = /^(?:init|systemd|systemd-.*|dockerd|containerd|containerd-shim.*|docker-proxy|podman|runc|sshd)$/;

/** One process of the Docker host that holds a port; `command` is masked. */
export interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly name: string;
  readonly command: string;
}

/** The process that holds a port of the Docker host and may be ended, or why there is none: one sentence without its full stop. Throws `CannotLook`. */
export async function findHolder(
  proc: string,
  port: number,
  place: Place,
  signal: AbortSignal,
): Promise<Holder | { readonly impossible: string }> {
  const { world } = place;
  const containers = await world.containers.onHost(world.service, signal);
  const publisher = containers.find((one) => publishes(one, port));
  if (publisher !== undefined) return heldBy(publisher, port, place);
  if (!(await sharesNetwork(proc, world, signal)) || !(await signalsReach(proc)))
    return { impossible: 'the bot cannot see the processes of the Docker host' };
  const inodes = await listeningOn(proc, port);
  if (inodes.size === 0) return { impossible: `nobody holds port ${port} of host ${place.service.host}` };
  const found = await holderOf(proc, inodes, signal);
  const life = found === null ? null : readLife(proc, found.pid);
  if (found === null || life === null) return { impossible: `the bot may not see which process holds port ${port}` };
  const container = containers.find(({ id }) => id === found.container);
  if (container !== undefined) return heldBy(container, port, place);
  const [name, command] = [world.clean(found.name), cutText(world.clean(found.command), LONGEST_COMMAND)];
  const holder = { pid: found.pid, startedAt: life.startedAt, name, command };
  const untouchable = whyUntouchable(proc, holder, found.container);
  return untouchable === null ? holder : { impossible: untouchable };
}

function heldBy(container: HostContainer, port: number, { world }: Place): { readonly impossible: string } {
  return {
    impossible: `port ${port} is held by container ${world.clean(container.name)}, not by a process of the host`,
  };
}

function whyUntouchable(proc: string, { pid, name }: Holder, container: string | null): string | null {
  if (name === DOCKER_PROXY) return 'Docker leads this port to a container that is just starting or ending';
  if (pid === 1 || UNTOUCHABLE.test(name)) return `the port is held by ${name}, pid ${pid}, which the bot never ends`;
  if (ownLine(proc).has(pid)) return 'the port is held by the bot itself, or by what started it';
  if (container !== null) return `the port is held by ${name}, pid ${pid}, in a container of another engine`;
  if (!maySignal(pid)) return `${name}, pid ${pid}, belongs to a user whose processes the bot may not end`;
  return null;
}
