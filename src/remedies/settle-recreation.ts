import { text } from '../text/text.js';
import { inWords } from './failing.js';
import { asideName } from './recreate.js';
import type { Place, Settled } from './remedy.js';
import { settled } from './settling.js';
import { serviceOf, stateOf, type Before, type Pinned } from './target.js';

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
  const aside = asideName(old.name, mark);
  if (made !== null) {
    const left =
      before === null
        ? ''
        : `; the old one is still there, remove it with \`docker rm ${place.world.clean(before.name)}\``;
    if (made.startedAt !== null) return settled('yes', text(`the new ${old.name} ${inWords(made)}`, left));
    return settled('maybe', text(`a new ${old.name} was created and not started`), byHand(old.name, aside));
  }
  if (before === null) {
    return settled(
      'maybe',
      text(`the old ${old.name} is gone, and no new one is there`),
      '`docker ps -a` tells what is there now.',
    );
  }
  const untouched = before.name === old.name && before.status === was.status && before.startedAt === was.startedAt;
  const says = text(`the old ${place.world.clean(before.name)} ${inWords(before)}, and there is no new one`);
  return untouched ? settled('no', says) : settled('maybe', says, byHand(old.name, aside));
}

function byHand(name: string, aside: string): string {
  return `\`docker ps -a\` tells: a new ${name} that runs: it happened. To go back: \`docker rename ${aside} ${name}\`, \`docker start ${name}\`.`;
}
