import { z } from 'zod';
import type { HostContainer } from '../checks/container-details.js';
import { publishes } from '../checks/port-holder.js';
import { port as portSchema, portNumber } from '../checks/written.js';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { failed, inWords } from './failing.js';
import { ONE_CHANGE, stopping } from './limits.js';
import { Undoing } from './put-back.js';
import { defineRemedy, type Permit, type Place } from './remedy.js';
import { settleAll } from './settle-all.js';
import { startedSince, stoppedSince } from './settling.js';
import { before, findTarget, hasProcess, holdOn, pinned, remember, serviceOf, stateOf } from './target.js';
import { flagSeconds, label, onHost, seconds, title } from './words.js';

const PROJECT = 'com.docker.compose.project';

const params = z.strictObject({
  type: z.literal('stop_holder'),
  port: portSchema.describe('A TCP port of the Docker host that the service needs.'),
  grace: durationBetween(0, 300_000, 'between 0s and 5m')
    .default(10_000)
    .describe('How long the other container has to end by itself before it is killed.'),
});

const action = z.strictObject({ holder: pinned, target: pinned, port: z.number(), grace: z.number() });

/** Frees a port of the host that another container holds. */
export const stopHolder = defineRemedy({
  type: 'stop_holder',
  says: "Stops the other container that holds a port of the Docker host, and starts the service's own.",
  params,
  action,
  plan: async (asked, place, signal) => {
    const { service, world } = place;
    const port = portNumber(asked.port);
    if (port === null) return { impossible: 'the port of this remedy in config.yml is no number from 1 to 65535' };
    const found = await findTarget(service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    if (hasProcess(state)) return { impossible: `${pin.name} ${inWords(state)}; it does not wait for a port` };
    const all = await world.containers.onHost(service, signal);
    const other = all.find((one) => publishes(one, port));
    if (other === undefined) return { impossible: `no container holds port ${port} of host ${service.host}` };
    const name = world.clean(other.name);
    const holder = { service: service.name, id: other.id, name };
    const held = await stateOf(holder, place, signal);
    if (held === null) return { impossible: `${name}, which held port ${port}, is gone` };
    return {
      title: title(`stop ${name}, start ${pin.service}`),
      label: label(`Free port ${port}`),
      does: text(
        onHost(
          name,
          service.host,
          `image ${shortImage(world.clean(other.image))}`,
          owner(other, place),
          `holds port ${port}`,
        ),
        `: stopped, ${seconds(asked.grace)} grace; then ${pin.name} started`,
      ),
      like: `docker stop -t ${flagSeconds(asked.grace)} ${name} && docker start ${pin.name}`,
      undo: `\`docker stop ${pin.name}\`, \`docker start ${name}\``,
      afterwards: `find out why ${name} has port ${port}; both cannot run`,
      holds: [holdOn(service, name), holdOn(service, pin.name)],
      action: { holder, target: pin, port, grace: asked.grace },
      before: [remember(held, place), remember(state, place)],
      longest: stopping(asked.grace) + 3 * ONE_CHANGE,
    };
  },
  act: async ({ holder, target, port, grace }, doing, signal) => {
    const service = serviceOf(target, doing);
    const undoing = new Undoing(doing, signal);
    try {
      const stop = (permit: Permit) => doing.docker.stop(service, holder.id, grace, permit, signal);
      await undoing.startOrStop(text(`stopping ${holder.name}`), stop, {
        says: text(`starting ${holder.name} again`),
        done: `${holder.name} is started again`,
        failed: `${holder.name} is stopped and could not be started again`,
        unsure: `${holder.name} may still be stopped`,
        make: (permit) => doing.docker.start(service, holder.id, permit, signal),
      });
      const start = (permit: Permit) => doing.docker.start(service, target.id, permit, signal);
      await undoing.startOrStop(text(`starting ${target.name}`), start, null);
    } catch (error) {
      return failed(`could not give port ${port} to ${target.name}: ${await undoing.takeBack(error)}`);
    }
    return { result: 'done', says: text(`stopped ${holder.name}, started ${target.name}`) };
  },
  settle: ({ holder, target }, was, place, _mark, signal) => {
    const [held, own] = z.tuple([before, before]).parse(was);
    return settleAll([holder, target], async (one) => {
      const now = await stateOf(one, place, signal);
      return one === target ? startedSince(own, now) : stoppedSince(held, now);
    });
  },
});

function owner({ labels }: HostContainer, { world }: Place): string {
  const project = labels[PROJECT];
  return project === undefined || project === '' ? 'not of Compose' : `Compose project ${world.clean(project)}`;
}

/** A container whose image lost its name shows the image's id: nobody reads all of it. */
function shortImage(image: string): string {
  return image.replace(/^sha256:([0-9a-f]{12})[0-9a-f]*$/, '$1');
}
