import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { ContainerState } from '../checks/containers.js';
import { durationBetween } from '../runbook/duration.js';
import { text } from '../text/text.js';
import { asItIs, certain, failed, inWords, sentence } from './failing.js';
import { ONE_CHANGE, stopping } from './limits.js';
import { defineRemedy, type Doing } from './remedy.js';
import { fileName, saveLog, type SavedText } from './saved-log.js';
import { startedSince } from './settling.js';
import { before, findTarget, holdOn, pinned, remember, serviceOf, stateOf, type Pinned } from './target.js';
import { flagSeconds, label, onHost, seconds, title } from './words.js';

// The engine's clock may be behind the bot's by so much; a few older lines harm nobody.
const CLOCKS_DIFFER = 1_000;

const params = z.strictObject({
  type: z.literal('dump_and_restart'),
  signal: z
    .enum(['SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGHUP'])
    .default('SIGUSR1')
    .describe(
      'The signal at which the service writes what its threads are doing into its log. One that it does not handle may end it.',
    ),
  wait: durationBetween(10, 60_000, 'between 10ms and 1m').default(3_000).describe('How long it has to write.'),
  grace: durationBetween(0, 300_000, 'between 0s and 5m')
    .default(10_000)
    .describe('How long it then has to end by itself before it is killed.'),
});

const action = z.strictObject({ target: pinned, signal: z.string(), wait: z.number(), grace: z.number() });

/** Lets a hung service write down what it is doing, and restarts it. */
export const dumpAndRestart = defineRemedy({
  type: 'dump_and_restart',
  says: 'Sends a signal at which the service writes its stacks into its log, saves them, and restarts the container.',
  params,
  action,
  plan: async ({ signal: sends, wait, grace }, place, signal) => {
    const found = await findTarget(place.service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    if (state.status !== 'running') return { impossible: `${pin.name} ${inWords(state)}; there are no stacks to save` };
    return {
      title: title(`save stacks of ${pin.service}, then restart it`),
      label: label(`Dump, restart ${pin.service}`, `Dump and restart`),
      does: onHost(
        pin.name,
        place.service.host,
        `${sends}, ${seconds(wait)} to write`,
        `restart, ${seconds(grace)} grace`,
      ),
      like: `docker kill -s ${sends} ${pin.name} && docker restart -t ${flagSeconds(grace)} ${pin.name}`,
      undo: null,
      afterwards: null,
      holds: [holdOn(place.service, pin.name)],
      action: { target: pin, signal: sends, wait, grace },
      before: remember(state, place),
      longest: 2 * ONE_CHANGE + wait + stopping(grace),
    };
  },
  act: async ({ target, signal: sends, wait, grace }, doing, signal) => {
    const service = serviceOf(target, doing);
    const since = new Date(doing.world.now().getTime() - CLOCKS_DIFFER).toISOString();
    try {
      const permit = await doing.step(text(`sending ${sends} to ${target.name}`));
      await doing.docker.kill(service, target.id, sends, permit, signal);
    } catch (error) {
      return failed(`could not send ${sends}: ${certain(error)}; not restarted; `, await asItIs(target, doing, signal));
    }
    await sleep(wait, undefined, { signal });
    const dump = await saveDump(target, since, doing, signal);
    const texts = dump.text === null ? [] : [dump.text];
    try {
      const permit = await doing.step(text(`restarting ${target.name}`));
      await doing.docker.restart(service, target.id, grace, permit, signal);
    } catch (error) {
      const why = `could not restart ${target.name}: ${certain(error)}`;
      return { ...failed(sentence(dump.says, why, await asItIs(target, doing, signal))), texts };
    }
    return { result: 'done', says: sentence(dump.says, `restarted ${target.name}`), texts };
  },
  settle: async ({ target }, was, place, _mark, signal) =>
    startedSince(before.parse(was), await stateOf(target, place, signal)),
});

interface Dump {
  readonly text: SavedText | null;
  readonly says: string;
}

/** What it wrote since the signal. That it cannot be read keeps nobody from restarting: its log stays with the container. */
async function saveDump(target: Pinned, since: string, doing: Doing, signal: AbortSignal): Promise<Dump> {
  try {
    const state = await stateOf(target, doing, signal);
    if (state === null) return { text: null, says: `${target.name} is gone` };
    return await readDump(target, state, since, doing, signal);
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    return { text: null, says: `what it wrote could not be read: ${error.reason}` };
  }
}

async function readDump(
  target: Pinned,
  state: ContainerState,
  since: string,
  doing: Doing,
  signal: AbortSignal,
): Promise<Dump> {
  const about = { title: `Stacks of ${target.name}`, name: fileName(target.name, 'stacks'), since };
  const saved = await saveLog(serviceOf(target, doing), state, about, doing, signal);
  if (saved === null) return { text: null, says: 'it wrote nothing' };
  const lines = saved.body.split('\n').length - 1;
  return { text: saved, says: lines === 1 ? '1 line saved' : `${lines} lines saved` };
}
