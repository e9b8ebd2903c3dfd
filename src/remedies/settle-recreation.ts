import type { ContainerState } from '../checks/containers.js';
import { text } from '../text/text.js';
import { inWords } from './failing.js';
import type { Place, Settled } from './remedy.js';
import { settled } from './settling.js';
import { hasProcess, serviceOf, stateOf, type Before, type Pinned } from './target.js';

/** Whether a container was put in the place of this one, told by the mark that the new one carries. */
export async function settleRecreation(
  old: Pinned,
  was: Before,
  place: Place,
  mark: string,
  signal: AbortSignal,
): Promise<Settled> {
  const service = serviceOf(old, place);
  const [before, marked] = await Promise.all([stateOf(old, place, signal), place.docker.marked(service, mark, signal)]);
  const [id] = marked;
  const made = id === undefined ? null : await stateOf({ ...old, id }, place, signal);
  const name = before === null ? '' : place.world.clean(before.name);
  const find = byHand(old.name, was, before === null ? null : { ...before, name }, made !== null);
  if (made !== null) {
    const left = before === null ? '' : `; the old one is still there, remove it with \`docker rm ${name}\``;
    if (made.startedAt !== null) return settled('yes', text(`the new ${old.name} ${inWords(made)}`, left));
    return settled('maybe', text(`a new ${old.name} was created and not started`), find);
  }
  if (before === null) {
    return settled(
      'maybe',
      text(`the old ${old.name} is gone, and no new one is there`),
      '`docker ps -a` tells what is there now.',
    );
  }
  const untouched = before.name === old.name && before.status === was.status && before.startedAt === was.startedAt;
  const says = text(`the old ${name} ${inWords(before)}, and there is no new one`);
  return untouched ? settled('no', says) : settled('maybe', says, find);
}

/** How people find out, and what is still to be done to have the old one as it was. */
function byHand(name: string, was: Before, old: ContainerState | null, isMade: boolean): string {
  const find = `\`docker ps -a\` tells: a new ${name} that runs: it happened.`;
  if (old === null) return find;
  const steps = [
    isMade && `\`docker rm ${name}\``,
    old.name !== name && `\`docker rename ${old.name} ${name}\``,
    hasProcess(was) && !hasProcess(old) && `\`docker start ${name}\``,
  ].filter((one) => one !== false);
  return steps.length === 0 ? find : `${find} To go back: ${steps.join(', ')}.`;
}
