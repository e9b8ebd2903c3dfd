import { z } from 'zod';
import type { Facts, FactSpec } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { CannotLook, defineCheck, type Observation, type World } from './check.js';
import type { ContainerDetails, HostContainer } from './container-details.js';
import { lookAtContainer } from './look-at-container.js';

const PROJECT = 'com.docker.compose.project';
const SERVICE = 'com.docker.compose.service';

const params = z.strictObject({
  type: z.literal('network'),
  expect: z
    .string()
    .min(1)
    .optional()
    .describe(
      "The network it should be on, as `docker network ls` names it; unless told, its Compose project's default network.",
    ),
  peers: z
    .array(z.string().min(1))
    .default([])
    .describe('Compose services of its project, or names of containers, that must be on that network too.'),
});

const specs = {
  networks: { type: 'strings', says: 'Names of the networks the container is on.' },
  expected: {
    type: 'string',
    says: 'Name of the network it should be on; empty where none is told and the container is not of Compose.',
  },
  exists: { type: 'bool', says: 'The host has that network; unknown where `expected` is empty, as in the next five.' },
  on_expected: { type: 'bool', says: 'The container is on it, whether it runs or not.' },
  members: { type: 'strings', says: 'Names of the running containers on it, its own included.' },
  missing_peers: { type: 'strings', says: 'Those of `peers` that have no running container on it.' },
  aliases: { type: 'strings', says: 'Names under which the others on it reach the container.' },
  ip: { type: 'string', says: "The container's address on it; empty where it is not on it or does not run." },
  mode: { type: 'string', says: 'How the container was connected: host, none, bridge, or the name of a network.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Whether the service is on the network on which others look for it. */
export const network = defineCheck({
  type: 'network',
  vantage: 'Docker',
  says: 'The networks of the container, and who else is on the one it should be on.',
  params,
  facts: () => specs,
  run: async ({ expect, peers }, world, signal): Promise<Observation> => {
    const [details, others, known] = await Promise.all([
      lookAtContainer(world, signal, (state) => world.containers.details(world.service, state, signal)),
      world.containers.onHost(world.service, signal),
      world.containers.networks(world.service, signal),
    ]);
    if (details === null) throw new CannotLook('there is no container');
    const expected = expect ?? defaultNetwork(details, world);
    const exists = known.some(({ name }) => name === expected);
    return readNetwork({ details, others, exists, expected, peers }, (foreign) => world.clean(foreign));
  },
});

interface Seen {
  readonly details: ContainerDetails;
  readonly others: readonly HostContainer[];
  readonly exists: boolean;
  readonly expected: string;
  readonly peers: readonly string[];
}

/** Compose's name for the network of a project; empty for a container that is not of Compose. */
export function defaultNetwork({ labels }: ContainerDetails, { service: { container } }: World): string {
  const project = 'compose' in container ? container.compose.project : labels[PROJECT];
  return project === undefined || project === '' ? '' : `${project}_default`;
}

function readNetwork(seen: Seen, clean: (foreign: string) => string): Observation {
  const { details, expected } = seen;
  const all = { networks: details.networks.map(({ name }) => clean(name)), mode: clean(details.networkMode) };
  if (expected === '') {
    const unknown = { unknown: 'no network is expected of it; name one with `expect`' };
    const facts: Facts = {
      ...all,
      expected,
      exists: unknown,
      on_expected: unknown,
      members: unknown,
      missing_peers: unknown,
      aliases: unknown,
      ip: unknown,
    };
    return { facts, says: text(`on ${listed(all.networks)}`) };
  }
  const own = details.networks.find(({ name }) => name === expected);
  const members = seen.others.filter((one) => one.status === 'running' && one.networks.includes(expected));
  const missing = seen.peers.filter((peer) => !members.some((one) => isPeer(one, peer, details)));
  const facts: Facts = {
    ...all,
    expected,
    exists: seen.exists,
    on_expected: own !== undefined,
    members: members.map(({ name }) => clean(name)).sort(),
    missing_peers: missing,
    aliases: (own?.aliases ?? []).map(clean),
    ip: own?.ip ?? '',
  };
  return { facts, says: say(seen, all.networks, members.length, missing) };
}

/** A service of the same project, or a container of this name. */
export function isPeer(one: HostContainer, peer: string, own: Pick<ContainerDetails, 'labels'>): boolean {
  const sameProject = one.labels[PROJECT] !== undefined && one.labels[PROJECT] === own.labels[PROJECT];
  return one.name === peer || (sameProject && one.labels[SERVICE] === peer);
}

function say(
  { exists, expected }: Seen,
  networks: readonly string[],
  members: number,
  missing: readonly string[],
): Text {
  if (!exists) return text(`the host has no network ${expected}; it is on ${listed(networks)}`);
  if (!networks.includes(expected)) return text(`not on network ${expected}, but on ${listed(networks)}`);
  const count = members === 1 ? '1 running container' : `${members} running containers`;
  return text(`on network ${expected}, ${count} there`, missing.length > 0 && `; missing: ${missing.join(', ')}`);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no network' : names.join(', ');
}
