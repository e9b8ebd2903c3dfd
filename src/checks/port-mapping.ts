import { z } from 'zod';
import type { Facts, FactSpec } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { CannotLook, defineCheck, type Observation } from './check.js';
import type { ContainerDetails, PortMapping } from './container-details.js';
import { lookAtContainer } from './look-at-container.js';
import { port as portSchema, portNumber } from './written.js';

const LOOPBACK = /^(?:127\.|::1$)/;

const params = z.strictObject({
  type: z.literal('port_mapping'),
  port: portSchema.describe('The TCP port on which the service listens inside its container.'),
  host_port: portSchema.optional().describe('The port of the host that should lead to it; any where it is not told.'),
});

const specs = {
  exposed: { type: 'bool', says: 'The image or the settings declare the port. That alone lets nobody in.' },
  published: {
    type: 'bool',
    says: 'The settings make the host lead a port of its own to it (`ports:` in the compose file), whether the container runs or not.',
  },
  active: { type: 'bool', says: 'The container runs, and the host leads a port to it now.' },
  host_port: {
    type: 'int',
    says: 'The port of the host that leads to it, or would if the container ran; 0 where none does or Docker chooses one at the start.',
  },
  host_ip: {
    type: 'string',
    says: 'The address of the host it is published on, 0.0.0.0 being all of them; empty where it is not published.',
  },
  local_only: {
    type: 'bool',
    says: 'It is published for the host itself alone (127.0.0.1 or ::1): other machines cannot reach it.',
  },
  matches: {
    type: 'bool',
    says: 'The port of the host told in `host_port` leads to it, or would if the container ran; any port, where that is not told.',
  },
  host_network: {
    type: 'bool',
    says: "The container uses the host's network: nothing is published, its ports are the host's own.",
  },
  mappings: {
    type: 'strings',
    says: 'Every port the container publishes, or would if it ran, such as `0.0.0.0:8000 to 8000/tcp`.',
  },
} satisfies Readonly<Record<string, FactSpec>>;

interface Asked {
  readonly port: number;
  readonly hostPort: number | null;
}

/** Whether the service's port can be reached through a port of its host. */
export const portMapping = defineCheck({
  type: 'port_mapping',
  vantage: 'Docker',
  says: 'Which port of the host leads to a port of the container.',
  params,
  facts: () => specs,
  run: async (written, world, signal): Promise<Observation> => {
    const asked = {
      port: numberOf(written.port),
      hostPort: written.host_port === undefined ? null : numberOf(written.host_port),
    };
    const seen = await lookAtContainer(world, signal, async (state) => ({
      state,
      details: await world.containers.details(world.service, state, signal),
    }));
    if (seen === null) throw new CannotLook('there is no container');
    return readMapping(seen.details, seen.state.status === 'running', asked);
  },
});

function numberOf(written: string | number): number {
  const number = portNumber(written);
  if (number === null) throw new CannotLook(`the port of this check in config.yml is no number from 1 to 65535`);
  return number;
}

function readMapping(details: ContainerDetails, runs: boolean, { port, hostPort }: Asked): Observation {
  const now = runs ? details.ports : [];
  const meant = now.length > 0 ? now : details.wantedPorts;
  const leading = meant.filter((one) => one.containerPort === port && one.protocol === 'tcp');
  const best =
    leading.find((one) => one.hostPort === hostPort) ?? leading.find((one) => !one.hostIp.includes(':')) ?? leading[0];
  const hostNetwork = details.networkMode === 'host';
  const facts: Facts = {
    exposed: details.exposed.includes(`${port}/tcp`),
    published: best !== undefined,
    active: now.some((one) => one.containerPort === port && one.protocol === 'tcp'),
    host_port: best?.hostPort ?? 0,
    host_ip: best === undefined ? '' : addressOf(best),
    local_only: leading.length > 0 && leading.every((one) => LOOPBACK.test(one.hostIp)),
    matches: best !== undefined && (hostPort === null || best.hostPort === hostPort),
    host_network: hostNetwork,
    mappings: meant.map(spell),
  };
  return { facts, says: say(best, port, hostPort, { runs, hostNetwork }) };
}

function say(
  best: PortMapping | undefined,
  port: number,
  hostPort: number | null,
  { runs, hostNetwork }: { readonly runs: boolean; readonly hostNetwork: boolean },
): Text {
  if (hostNetwork) return text(`it uses the host's network: port ${port} is the host's own`);
  if (best === undefined) return text(`port ${port} is not published on the host`);
  const host =
    best.hostPort === 0
      ? 'a port of the host that Docker chooses'
      : `port ${best.hostPort} of the host (${addressOf(best)})`;
  const other = hostPort !== null && best.hostPort !== hostPort && `, not port ${hostPort}`;
  return text(`${host} ${runs ? 'leads' : 'would lead'} to its port ${port}`, other, !runs && '; it does not run');
}

function spell(one: PortMapping): string {
  const address = addressOf(one);
  const host = `${address.includes(':') ? `[${address}]` : address}:${one.hostPort === 0 ? 'any' : one.hostPort}`;
  return `${host} to ${one.containerPort}/${one.protocol}`;
}

function addressOf({ hostIp }: PortMapping): string {
  return hostIp === '' ? '0.0.0.0' : hostIp;
}
