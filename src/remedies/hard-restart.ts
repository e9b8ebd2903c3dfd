import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { text } from '../text/text.js';
import { certain, failed, sentence } from './failing.js';
import { ONE_CHANGE } from './limits.js';
import { foresee, recreate } from './recreate.js';
import { defineRemedy, type Doing } from './remedy.js';
import { fileName, saveLog, unreadable, type SavedText } from './saved-log.js';
import { settleRecreation } from './settle-recreation.js';
import { awaitStartUp, startUpParams } from './start-up.js';
import { before, findTarget, holdOn, pinned, remember, serviceOf, stateOf, type Pinned } from './target.js';
import { label, onHost, seconds, title } from './words.js';

const params = z.strictObject({ type: z.literal('hard_restart'), ...startUpParams });

const action = z.strictObject({
  target: pinned,
  savesLog: z.boolean(),
  startup: z.string().nullable(),
  within: z.number(),
});

/** Saves the log, kills the container and makes it anew. */
export const hardRestart = defineRemedy({
  type: 'hard_restart',
  says: "Saves the container's log, kills the container and makes it anew with the same settings.",
  params,
  action,
  plan: async ({ startup, within }, place, signal) => {
    const found = await findTarget(place.service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    const ahead = await foresee({ old: pin, image: null, grace: 0 }, place, signal);
    if ('impossible' in ahead) return ahead;
    const noLog = await unreadable(place.service, state, place, signal);
    const log = noLog === null ? 'log saved first' : `its log cannot be saved (${noLog})`;
    const waits = startup !== null && `up to ${seconds(within)} for its start-up line`;
    return {
      title: title(`hard restart ${pin.service}`),
      label: label(`Hard restart ${pin.service}`),
      does: onHost(pin.name, place.service.host, log, 'killed, removed, made anew', waits),
      like: `docker logs ${pin.name} > saved.txt, docker rm -f ${pin.name}, docker run …`,
      undo: null,
      afterwards: null,
      holds: [holdOn(place.service, pin.name)],
      action: { target: pin, savesLog: noLog === null, startup, within },
      before: remember(state, place),
      longest: ONE_CHANGE + ahead.longest + (startup === null ? 0 : within),
    };
  },
  act: async ({ target, savesLog, startup, within }, doing, signal) => {
    const saved = savesLog ? await save(target, doing, signal) : [];
    if (typeof saved === 'string') return failed(`its log could not be saved: ${saved}; nothing was changed`);
    const made = await recreate({ old: target, image: null, grace: 0 }, doing, signal);
    if ('failed' in made) return { ...failed(`could not make ${target.name} anew: ${made.failed}`), texts: saved };
    const service = serviceOf(target, doing);
    const came = await awaitStartUp({ service, id: made.id, startup, within }, doing, signal);
    const log = savesLog ? 'log saved, ' : '';
    return {
      result: 'done',
      says: sentence(`${log}${target.name} killed and made anew`, came, made.left),
      texts: saved,
    };
  },
  settle: ({ target }, was, place, mark, signal) => settleRecreation(target, before.parse(was), place, mark, signal),
});

/** The log of the container, or why it could not be saved: then nothing is changed, since it would be lost. */
async function save(target: Pinned, doing: Doing, signal: AbortSignal): Promise<SavedText[] | string> {
  try {
    await doing.step(text(`saving the log of ${target.name}`));
    const state = await stateOf(target, doing, signal);
    if (state === null) return `${target.name} is gone`;
    const about = { title: `Log of ${target.name}`, name: fileName(target.name, 'log'), since: null };
    const saved = await saveLog(serviceOf(target, doing), state, about, doing, signal);
    return saved === null ? [] : [saved];
  } catch (error) {
    return error instanceof CannotLook ? error.reason : certain(error);
  }
}
