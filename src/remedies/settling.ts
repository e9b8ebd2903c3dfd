import { text, type Part, type Text } from '../text/text.js';
import type { ContainerState } from '../checks/containers.js';
import type { Settled } from './remedy.js';
import { inWords } from './failing.js';
import { hasProcess, type Before } from './target.js';

/** It happened, did not, or cannot be told. */
export function settled(happened: Settled['happened'], says: Text, find: string | null = null): Settled {
  return { happened, says, find: happened === 'maybe' ? find : null };
}

/**
 * Whether somebody started a container since. The engine counts the restarts that it makes by itself, and counts anew once
 * it is started by hand: a count that went up tells nothing.
 */
export function startedSince(was: Before, now: ContainerState | null): Settled {
  if (now === null) return settled('maybe', text(`${was.name} is gone`), '`docker ps -a` tells what is there now');
  const { startedAt, restartCount } = now;
  if (startedAt !== null && startedAt !== was.startedAt) {
    const by = restartCount === 0 || restartCount < was.restartCount;
    const says = text(by ? `${was.name} was started ` : `${was.name} started anew, perhaps by itself, `, at(startedAt));
    return settled(by ? 'yes' : 'maybe', text(says, hasProcess(now) ? '' : `; it ${inWords(now)}`), findStart(was));
  }
  if (!hasProcess(was) || hasProcess(now)) {
    return settled('no', text(`${was.name} ${inWords(now)}, and was not started since`));
  }
  return settled('maybe', text(`${was.name} ${inWords(now)}, and was not started again`), findStart(was));
}

/** Whether a container that ran was stopped since. */
export function stoppedSince(was: Before, now: ContainerState | null): Settled {
  if (now === null) return settled('yes', text(`${was.name} is gone`));
  if (!hasProcess(now)) return settled('yes', text(`${was.name} ${inWords(now)}`));
  if (now.startedAt === was.startedAt) return settled('no', text(`${was.name} ${inWords(now)} as before`));
  return settled('maybe', text(`${was.name} ${inWords(now)}, started anew`), findStart(was));
}

function at(time: string): Part {
  return { time, to: 'second' };
}

/** How a person finds out whether a container was started. */
function findStart({ name, startedAt }: Before): string {
  const since = startedAt === null ? 'A time' : `Later than ${startedAt.slice(0, 19)}Z`;
  return `\`docker inspect -f '{{.State.StartedAt}}' ${name}\` ${since}: it happened. Otherwise it did not.`;
}
