import type { Incident } from '../incident/state.js';
import type { ServiceState } from '../runbook/runbook.js';
import { text, type Text } from '../text/text.js';
import { cutWords } from './lists.js';
import { context, type Block, type Message } from './message.js';
import { brief } from './plain.js';

/** A message without its header: its blocks, and what its notification says. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly plain: Text;
}

/** A phone's width, the emoji not counted. */
export const HEADER_MOST = 40;
const PRACTICE = 'Practice: nobody is paged, statistics leave it out.';
const SEVERITIES = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const;
const STATES = { up: 'up', down: 'down', degraded: 'degraded', unchecked: 'not checked' } as const;

/** What stands before the title of every message of a drill. */
export function practice({ drill }: Incident): string {
  return drill ? 'Drill, ' : '';
}

/** A message of the channel: a header with one emoji, and the same for notifications. All drills are marked here. */
export function headed(
  incident: Incident,
  { emoji, title, blocks, plain }: Body & { readonly emoji: string; readonly title: string },
): Message {
  const { drill } = incident;
  const words = cutWords(`${practice(incident)}${title}`, HEADER_MOST);
  return {
    blocks: [
      { kind: 'header', title: `${drill ? '🎓' : emoji} ${words}` },
      ...blocks,
      ...(drill ? [context(PRACTICE)] : []),
    ],
    plain: brief(text(drill && 'Drill, nobody is paged. ', plain)),
  };
}

/** `INC-12 · Critical`, before what else a message's last line says. */
export function label(incident: Incident): string {
  return `${incident.id} · ${SEVERITIES[incident.severity]}`;
}

/** `api down`: the service as a run saw it; without a verdict its name alone. */
export function serviceIn(incident: Incident, run: number, seen?: ServiceState): string {
  const state = seen ?? incident.runs.find((one) => one.run === run)?.verdict?.state;
  return state === undefined ? incident.service : `${incident.service} ${STATES[state]}`;
}
