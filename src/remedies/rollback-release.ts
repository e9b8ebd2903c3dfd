import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import { isPlaceholder } from '../checks/written.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { findComposeService } from './compose.js';
import { compareContainer, lifeOf, typed, unlessRunning, UP_LIMIT } from './compose-steps.js';
import { commitAt, commitBefore, namesOf, readCheckout, short } from './project-git.js';
import { defineRemedy, type Place, type Settled } from './remedy.js';
import { releaseAction, releaseBack, type Release } from './rollback-release-act.js';
import { label, title } from './words.js';

const COMMIT = /^\w[\w./~^@{}-]{0,200}$/;

const params = z.strictObject({
  type: z.literal('rollback_release'),
  to: z
    .string()
    .refine((written) => isPlaceholder(written) || COMMIT.test(written), 'a commit, a tag or a branch')
    .optional()
    .describe('The commit to go back to; unless told, the one before the newest that changed the project folder.'),
  timeout: durationBetween(10_000, 3_600_000, 'between 10s and 1h')
    .default(600_000)
    .describe('For the build; then it is killed.'),
});

const beforeSchema = z.strictObject({ head: z.string(), container: z.json() });

/** Goes back to an earlier commit, builds it and makes the container from it. */
export const rollbackRelease = defineRemedy({
  type: 'rollback_release',
  says: 'Checks out an earlier commit in the project folder that config.yml names, builds it with Compose and makes the container anew.',
  params,
  action: releaseAction,
  plan: async ({ to: wanted, timeout }, place, signal) => {
    const { service } = place;
    const found = await findComposeService(place, signal);
    if (typeof found === 'string') return { impossible: found };
    const { target, container } = found;
    const { folder } = target;
    if (!found.builds) return { impossible: `the Compose file in ${folder} does not say how ${service.name} is built` };
    const { head, branch, dirty } = await readCheckout(folder, place, signal);
    if (dirty.length > 0) return { impossible: `${folder} has changes nobody committed: ${namesOf(dirty)}` };
    const to = await (wanted === undefined
      ? commitBefore(folder, place, signal)
      : commitAt(folder, wanted, place, signal));
    if (to === null)
      return {
        impossible: wanted === undefined ? `${folder} has no earlier commit` : `${folder} has no commit ${wanted}`,
      };
    if (to.hash === head.hash) return { impossible: `${folder} is at ${short(to.hash)} already` };
    const back = branch ?? head.hash;
    return {
      title: title(`roll ${service.name} back to ${short(to.hash)}`),
      label: label(`Roll back ${service.name}`, 'Roll back'),
      does: text(
        { code: folder },
        ` on the bot's machine: from ${short(head.hash)} "${head.subject}" to ${short(to.hash)} "${to.subject}"`,
        `; then service ${target.service} is built, ${formatDuration(timeout)} at most, and made anew on host ${service.host}`,
      ),
      like: `git checkout ${short(to.hash)} && ${typed(target, ['build'], ['up', '-d', '--no-deps'])}`,
      undo: `git checkout ${short(back)} in ${folder} (commit ${short(head.hash)}), then build and start again`,
      afterwards: `revert ${short(head.hash)} in Git: the next deployment brings it back`,
      holds: [...found.holds, `bot/${folder}`],
      action: { target, from: head.hash, to: to.hash, back, timeout },
      before: { head: head.hash, container: await lifeOf(container) },
      longest: timeout + UP_LIMIT + 90_000,
    };
  },
  act: releaseBack,
  settle: (release, before, place, _mark, signal) => settleRelease(release, beforeSchema.parse(before), place, signal),
});

async function settleRelease(
  { target: { folder }, from, to }: Release,
  before: z.infer<typeof beforeSchema>,
  place: Place,
  signal: AbortSignal,
): Promise<Settled> {
  const { head } = await readCheckout(folder, place, signal);
  const life = await compareContainer(before.container, place, signal);
  const says = text(`${folder} is at ${short(head.hash)}; `, life.says);
  if (head.hash === to && life.happened === 'yes') return { happened: 'yes', says, find: null };
  const find = `\`git -C ${folder} log -1 --oneline\` It shows ${short(to)}, and the container is newer: it happened. Otherwise it did not.`;
  const happened = head.hash === from && life.happened !== 'yes' ? 'no' : 'maybe';
  return unlessRunning({ happened, says, find }, before.container);
}
