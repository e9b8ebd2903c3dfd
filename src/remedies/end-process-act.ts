import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { listeningOn } from '../checks/host-sockets.js';
import { errorCode } from '../checks/network-error.js';
import { text } from '../text/text.js';
import { certain, failed } from './failing.js';
import { findHolder } from './holding-process.js';
import { sendSignal, stillRuns } from './host-process.js';
import { TooLate, type Doing, type Done } from './remedy.js';
import { pinned, serviceOf } from './target.js';
import { seconds } from './words.js';

/** What a plan of `end_process` pins. */
export const endProcessAction = z.strictObject({
  port: z.number(),
  pid: z.number(),
  /** Whose number that is; null where it could not be read. */
  numbering: z.string().nullable(),
  /** In clock ticks since the machine began: with the pid, it is one process and no other. */
  startedAt: z.string(),
  name: z.string(),
  command: z.string(),
  grace: z.number(),
  /** The service's own container, where it does not run. */
  starts: pinned.nullable(),
});
export type EndProcess = z.infer<typeof endProcessAction>;

const LOOK_EVERY = 50;
/** What is killed is gone in a moment, unless it waits for a disk. */
const AFTER_KILL = 5_000;
/** Its sockets are closed a moment after it ended. */
const FREEING = 1_000;

/** How ending it went: `why` it was not ended; null where it is gone. */
type Outcome = { readonly gone: true; readonly says: string } | { readonly gone: false; readonly why: string };

/** Ends the pinned process, then starts the service's container. */
export async function endHolder(proc: string, action: EndProcess, doing: Doing, signal: AbortSignal): Promise<Done> {
  const { pid, name, port, starts } = action;
  const outcome = await endIt(proc, action, doing, signal);
  if (!outcome.gone) return failed(outcome.why);
  const ended = `${name}, pid ${pid}, ${outcome.says}`;
  if (!(await freeWithin(proc, port, FREEING, signal))) {
    const next = await findHolder(proc, port, doing, signal);
    const who = 'impossible' in next ? next.impossible : `${next.name}, pid ${next.pid}, holds it now`;
    return failed(`${ended}; but port ${port} is not free: ${who}`);
  }
  if (starts === null) return { result: 'done', says: text(`${ended}; port ${port} is free`) };
  return startOwn({ ...action, starts }, ended, doing, signal);
}

async function startOwn(
  { port, starts }: EndProcess & { readonly starts: z.infer<typeof pinned> },
  ended: string,
  doing: Doing,
  signal: AbortSignal,
): Promise<Done> {
  const permit = await doing.step(text(`starting ${starts.name}`));
  try {
    await doing.docker.start(serviceOf(starts, doing), starts.id, permit, signal);
  } catch (error) {
    return failed(`${ended}; port ${port} is free; could not start ${starts.name}: ${certain(error)}`);
  }
  return { result: 'done', says: text(`${ended}; port ${port} is free, started ${starts.name}`) };
}

async function endIt(proc: string, action: EndProcess, doing: Doing, signal: AbortSignal): Promise<Outcome> {
  const { pid, name, grace } = action;
  const permit = await doing.step(text(`ending ${name}, pid ${pid}`));
  const other = await whyNotIt(proc, action, doing, signal);
  if (other !== null) return { gone: false, why: `${other}; nothing was ended` };
  const asked = strike(proc, action, 'SIGTERM', () => permit.check());
  if (asked !== null) return { gone: false, why: asked };
  if (await goneWithin(proc, action, grace, signal)) return { gone: true, says: 'ended' };
  const again = await doing.step(text(`killing ${name}, pid ${pid}, which did not end in ${seconds(grace)}`));
  const killed = strike(proc, action, 'SIGKILL', () => again.check());
  if (killed !== null) return { gone: false, why: `${name}, pid ${pid}, was asked to end and did not; ${killed}` };
  if (await goneWithin(proc, action, AFTER_KILL, signal)) return { gone: true, says: 'was killed' };
  return { gone: false, why: `${name}, pid ${pid}, was killed and is still there; it waits for a disk or a network` };
}

/** Why it is not the process any more that was to be ended; null where it is. */
async function whyNotIt(proc: string, action: EndProcess, doing: Doing, signal: AbortSignal): Promise<string | null> {
  const { pid, startedAt, command, name, port } = action;
  const now = await findHolder(proc, port, doing, signal);
  if ('impossible' in now) return now.impossible;
  if (now.pid !== pid || now.startedAt !== startedAt)
    return `port ${port} is held by another process now, ${now.name}, pid ${now.pid}`;
  return now.command === command && now.name === name ? null : `pid ${pid} runs another program now, ${now.name}`;
}

/** Sends the signal to that very process, with nothing in between; why it was not sent, or null. */
function strike(
  proc: string,
  { pid, startedAt, name }: EndProcess,
  how: 'SIGTERM' | 'SIGKILL',
  permit: () => void,
): string | null {
  try {
    permit();
    if (stillRuns(proc, pid, startedAt)) sendSignal(pid, how);
    return null;
  } catch (error) {
    if (error instanceof TooLate) return `the time to act was over, so no ${how} was sent`;
    if (errorCode(error) === 'EPERM') return `the bot may not end ${name}, pid ${pid}`;
    throw error;
  }
}

async function goneWithin(
  proc: string,
  { pid, startedAt }: EndProcess,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + limit;
  while (stillRuns(proc, pid, startedAt)) {
    if (performance.now() >= until) return false;
    await pause(LOOK_EVERY, undefined, { signal });
  }
  return true;
}

async function freeWithin(proc: string, port: number, limit: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + limit;
  while ((await listeningOn(proc, port)).size > 0) {
    if (performance.now() >= until) return false;
    await pause(LOOK_EVERY, undefined, { signal });
  }
  return true;
}
