import { cutText } from '../text/clean.js';
import { text, type Part, type Text } from '../text/text.js';
import type { ContainerFacts } from './container-facts.js';

const LONGEST_REASON = 160;

/** One line of evidence about a container. `removedAt` is for one that is missing. */
export function sayContainer(facts: ContainerFacts, removedAt: string | null): Text {
  switch (facts.status) {
    case 'missing':
      return removedAt === null ? text('there is no container') : text('removed ', second(removedAt));
    case 'running':
      return text('running since ', at(facts.started_at), health(facts), deaths(facts));
    case 'created':
      return text('created, never started', reason(facts.error));
    case 'restarting':
      return text(`restarting, restart ${shown(facts.restarts)}, last code ${shown(facts.exit_code)}`, ending(facts));
    case 'exited':
    case 'dead':
      return text(
        'exited ',
        at(facts.finished_at),
        `, code ${shown(facts.exit_code)}`,
        ending(facts),
        reason(facts.error),
      );
    default:
      return text(shown(facts.status));
  }
}

function ending(facts: ContainerFacts): string {
  if (facts.oom_killed === true) return ': killed by the kernel for memory';
  return facts.stopped_by_hand === true ? ': stopped through Docker' : '';
}

function health(facts: ContainerFacts): string {
  if (facts.health === 'none') return '';
  const streak = Number(facts.failing_streak);
  const failures = streak === 0 ? '' : `, ${streak} failed ${streak === 1 ? 'probe' : 'probes'} in a row`;
  return `, ${shown(facts.health)}${failures}${facts.health === 'unhealthy' ? reason(facts.health_output) : ''}`;
}

function deaths(facts: ContainerFacts): string {
  const died = typeof facts.exits_recent === 'number' ? facts.exits_recent : 0;
  if (died === 0) return facts.oom_killed === true ? ', a process was killed for memory' : '';
  return `, ended ${died === 1 ? 'once' : `${died} times`} shortly before`;
}

function reason(written: ContainerFacts[string]): string {
  const line = typeof written === 'string' ? written.replace(/\s+/g, ' ').trim() : '';
  return line === '' ? '' : `: ${cutText(line, LONGEST_REASON)}`;
}

function at(time: ContainerFacts[string]): Part {
  return typeof time === 'string' ? second(time) : 'at an unknown time';
}

function second(time: string): Part {
  return { time, to: 'second' };
}

function shown(value: ContainerFacts[string]): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown';
}
