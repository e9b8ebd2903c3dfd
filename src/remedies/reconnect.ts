import { z } from 'zod';
import type { ContainerDetails, HostContainer } from '../checks/container-details.js';
import { defaultNetwork, isPeer } from '../checks/network.js';
import { text } from '../text/text.js';
import { certain, failed } from './failing.js';
import { ONE_CHANGE } from './limits.js';
import { defineRemedy, type Place } from './remedy.js';
import { settled } from './settling.js';
import { findTarget, holdOn, pinned, remember, serviceOf, stateOf } from './target.js';
import { label, onHost, title } from './words.js';

const SERVICE = 'com.docker.compose.service';
/** How a container is connected where it can join no other network. */
const ALONE = /^(?:host|none|container:.*)$/;

const params = z.strictObject({
  type: z.literal('reconnect'),
  network: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('The network, as `docker network ls` names it; unless told, the one its peers share and it is not on.'),
  peers: z
    .array(z.string().min(1))
    .default([])
    .describe('Compose services of its project, or names of containers, that it must reach.'),
});

const action = z.strictObject({ target: pinned, network: z.string(), aliases: z.array(z.string()) });

/** Connects the container to the network on which its peers are. */
export const reconnect = defineRemedy({
  type: 'reconnect',
  says: 'Connects the container to a network that it should be on, under the names others know it by.',
  params,
  action,
  plan: async ({ network: wanted, peers }, place, signal) => {
    const { service, world } = place;
    const found = await findTarget(service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    const [details, others, known] = await Promise.all([
      world.containers.details(service, state, signal),
      world.containers.onHost(service, signal),
      world.containers.networks(service, signal),
    ]);
    if (ALONE.test(details.networkMode)) {
      return { impossible: `${pin.name} was made with network ${details.networkMode} and can join no other` };
    }
    const network = wanted ?? missingNetwork({ details, others, peers, place });
    if (typeof network !== 'string') return network;
    if (!known.some(({ name }) => name === network))
      return { impossible: `host ${service.host} has no network ${network}` };
    if (details.networks.some(({ name }) => name === network)) {
      return { impossible: `${pin.name} is on network ${network} already` };
    }
    const aliases = [...new Set([details.labels[SERVICE] ?? service.name, state.name])];
    const flags = aliases.map((alias) => `--alias ${alias}`).join(' ');
    return {
      title: title(`reconnect ${pin.service} to ${network}`),
      label: label(`Reconnect ${pin.service}`),
      does: onHost(pin.name, service.host, `to network ${network} as ${aliases.join(' and ')}`),
      like: `docker network connect ${flags} ${network} ${pin.name}`,
      undo: `\`docker network disconnect ${network} ${pin.name}\``,
      afterwards: null,
      holds: [holdOn(service, pin.name)],
      action: { target: pin, network, aliases },
      before: remember(state, place),
      longest: ONE_CHANGE,
    };
  },
  act: async ({ target, network, aliases }, doing, signal) => {
    try {
      const permit = await doing.step(text(`connecting ${target.name} to ${network}`));
      await doing.docker.connect(serviceOf(target, doing), target.id, network, aliases, permit, signal);
      return { result: 'done', says: text(`connected ${target.name} to ${network}`) };
    } catch (error) {
      return failed(`could not connect ${target.name} to ${network}: ${certain(error)}; nothing was changed`);
    }
  },
  settle: async ({ target, network }, _was, place, _mark, signal) => {
    const now = await stateOf(target, place, signal);
    if (now === null)
      return settled('maybe', text(`${target.name} is gone`), '`docker ps -a` tells what is there now.');
    const { networks } = await place.world.containers.details(serviceOf(target, place), now, signal);
    const on = networks.some(({ name }) => name === network);
    return settled(on ? 'yes' : 'no', text(`${target.name} is ${on ? '' : 'not '}on network ${network}`));
  },
});

interface Seen {
  readonly details: ContainerDetails;
  readonly others: readonly HostContainer[];
  readonly peers: readonly string[];
  readonly place: Place;
}

/** The network that all its peers share and it is not on; its project's own where there are several. */
function missingNetwork({ details, others, peers, place }: Seen): string | { readonly impossible: string } {
  const { world } = place;
  const running = others.filter((one) => one.status === 'running' && peers.some((peer) => isPeer(one, peer, details)));
  const absent = peers.filter((peer) => !running.some((one) => isPeer(one, peer, details)));
  if (absent.length > 0)
    return {
      impossible: `${absent.join(' and ')} ${absent.length === 1 ? 'runs' : 'run'} on no network that could be joined`,
    };
  const [first, ...rest] = running;
  const own = defaultNetwork(details, world);
  if (first === undefined) return own === '' ? { impossible: 'no network is named that it should be on' } : own;
  const mine = details.networks.map(({ name }) => name);
  const shared = first.networks.filter((name) => rest.every(({ networks }) => networks.includes(name)));
  const missing = shared.filter((name) => !mine.includes(name));
  if (missing.includes(own)) return own;
  const [only, second] = missing;
  const names = peers.join(' and ');
  if (only === undefined) return { impossible: `there is no network of ${names} that it is not on` };
  if (second !== undefined)
    return { impossible: `${names} share several networks (${missing.join(', ')}); the runbook must name one` };
  return only;
}
