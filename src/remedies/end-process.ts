import { z } from 'zod';
import { port as portSchema, portNumber } from '../checks/written.js';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { endHolder, endProcessAction, type EndProcess } from './end-process-act.js';
import { findHolder } from './holding-process.js';
import { numberingOf, stillRuns } from './host-process.js';
import { ONE_CHANGE } from './limits.js';
import { defineRemedy, type Place, type RegisteredRemedy, type Settled } from './remedy.js';
import { settled } from './settling.js';
import { findTarget, hasProcess, holdOn } from './target.js';
import { label, seconds, title } from './words.js';

const params = z.strictObject({
  type: z.literal('end_process'),
  port: portSchema.describe('A TCP port of the Docker host.'),
  grace: durationBetween(1_000, 60_000, 'between 1s and 60s')
    .default(5_000)
    .describe('How long it has to end by itself before it is killed.'),
});

/** The remedy, reading the host's processes from this folder: `/proc` but for tests. */
export function endProcessAt(proc: string): RegisteredRemedy {
  return defineRemedy({
    type: 'end_process',
    says: "Ends the process of the Docker host that holds a TCP port, and starts the service's stopped container.",
    params,
    action: endProcessAction,
    plan: async ({ port: written, grace }, place, signal) => {
      const { service } = place;
      const port = portNumber(written);
      if (port === null) return { impossible: 'its port in config.yml is no number from 1 to 65535' };
      const holder = await findHolder(proc, port, place, signal);
      if ('impossible' in holder) return holder;
      const numbering = await numberingOf(proc);
      const own = await findTarget(service, place, signal);
      const starts = 'state' in own && !hasProcess(own.state) ? own.pin : null;
      const then = starts === null ? '' : `; then container ${starts.name} is started`;
      const { pid, name, command, startedAt } = holder;
      return {
        title: title(`end ${name}, which holds port ${port}`),
        label: label(`End ${name}`, 'End the process'),
        does: text(
          `process ${pid} on host ${service.host}: `,
          { code: command === '' ? name : command },
          `; killed where it does not end in ${seconds(grace)}${then}`,
        ),
        like: `kill ${pid}${starts === null ? '' : ` && docker start ${starts.name}`}`,
        undo: null,
        afterwards: `find out who started ${name} on the host: it may come back`,
        holds: [holdOn(service, `process ${pid}`), ...('pin' in own ? [holdOn(service, own.pin.name)] : [])],
        action: { port, pid, numbering, name, command, startedAt, grace, starts },
        before: null,
        longest: grace + 3 * ONE_CHANGE,
      };
    },
    act: (action, doing, signal) => endHolder(proc, action, doing, signal),
    settle: (action, _before, place) => settleEnding(proc, action, place),
  });
}

async function settleEnding(
  proc: string,
  { pid, numbering, name, startedAt }: EndProcess,
  { service }: Place,
): Promise<Settled> {
  const it = `${name}, pid ${pid},`;
  if (numbering === null || (await numberingOf(proc)) !== numbering) {
    const says = text(`${it} cannot be seen from here: the bot runs elsewhere now, or the machine was started anew`);
    const find = `\`ps -o lstart,args -p ${pid}\` on host ${service.host}. It shows ${name}: it did not happen. Otherwise it did.`;
    return settled('maybe', says, find);
  }
  return stillRuns(proc, pid, startedAt)
    ? settled('no', text(`${it} still runs`))
    : settled('yes', text(`${it} is gone`));
}

/** Ends the process that holds a port. */
export const endProcess = endProcessAt('/proc');
