import { z } from 'zod';
import { text } from '../text/text.js';
import { composeTarget } from './compose.js';
import { buildStep, upStep } from './compose-steps.js';
import { runSteps, sayRan } from './program-steps.js';
import { checkoutStep, namesOf, readCheckout, short } from './project-git.js';
import type { Doing, Done } from './remedy.js';

/** What a plan of `rollback_release` pins. */
export const releaseAction = z.strictObject({
  target: composeTarget,
  /** Hashes of commits. */
  from: z.string(),
  to: z.string(),
  /** What to check out to take it back: the branch, or the commit where there is none. */
  back: z.string(),
  timeout: z.number(),
});
export type Release = z.infer<typeof releaseAction>;

const BUILD = 1;

/** Goes back to the commit of the plan. Where it cannot be built, the folder is put back: nothing else was changed by then. */
export async function releaseBack(release: Release, doing: Doing, signal: AbortSignal): Promise<Done> {
  const { target, from, to, back, timeout } = release;
  const { head, dirty } = await readCheckout(target.folder, doing, signal);
  if (head.hash !== from) return nothing(`${target.folder} is at ${short(head.hash)} now, no more at ${short(from)}`);
  if (dirty.length > 0) return nothing(`${target.folder} has changes nobody committed: ${namesOf(dirty)}`);
  const build = buildStep(target, { noCache: false, timeout }, doing, signal);
  const steps = [checkoutStep(target.folder, to, signal), build, upStep(target, doing, signal)];
  const ran = await runSteps(steps, doing);
  const says = sayRan(steps, ran);
  if (ran.stopped === null) return { result: 'done', says, texts: ran.texts };
  if (ran.stopped.at !== BUILD)
    return { result: 'failed', says: text(says, atNow(release, ran.did.length)), texts: ran.texts };
  const undo = [checkoutStep(target.folder, back, signal)];
  const undone = await runSteps(undo, doing);
  const now = undone.stopped === null ? `; the folder is back at ${short(back)}` : atNow(release, ran.did.length);
  return { result: 'failed', says: text(says, now, '; the container was not touched'), texts: ran.texts };
}

function nothing(why: string): Done {
  return { result: 'failed', says: text(`${why}; nothing was done`) };
}

function atNow({ target: { folder }, to, back }: Release, did: number): string {
  return did === 0 ? '' : `; ${folder} is at ${short(to)}, git checkout ${short(back)} takes it back`;
}
