import { SLACK_TROUBLES, type PagePanel, type SlackTrouble } from '../page-server/protocol.js';

type Fault = PagePanel['faults'][number];

/** Faults of one kind, as they stand under a heading. */
export interface FaultGroup {
  readonly group: string;
  readonly faults: readonly Fault[];
}

/** The faults that have every word of `wanted` in name, description or group; grouped, in the order they came in. */
export function findFaults(faults: readonly Fault[], wanted: string): readonly FaultGroup[] {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const all = `${fault.name} ${fault.says} ${fault.group}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) continue;
    groups.set(fault.group, [...(groups.get(fault.group) ?? []), fault]);
  }
  return [...groups].map(([group, found]) => ({ group, faults: found }));
}

/** How Slack itself can be made to behave, and what one will see of it. */
export const SLACK_WORDS: Readonly<Record<SlackTrouble, { readonly label: string; readonly says: string }>> = {
  none: { label: 'works', says: 'Slack takes every message at once.' },
  rate_limited: { label: 'rate limits', says: 'Slack says “slow down”: cards come late, each once.' },
  errors: { label: 'errors', says: 'Slack answers with errors: the bot tries again, nothing comes twice.' },
  silent: {
    label: 'silence',
    says: 'Slack takes calls and never answers. The bot waits, and looks before it repeats.',
  },
};

export const TROUBLES: readonly SlackTrouble[] = SLACK_TROUBLES;

/** What is going on with the stack, in a sentence: busy, broken or well. */
export function standOf({ busy, broken, services }: PagePanel): string {
  if (busy === 'breaking') return 'Breaking it. This takes a few seconds.';
  if (busy === 'healing') return 'Healing it. This takes about ten seconds.';
  if (busy !== null) return `Busy: ${busy}.`;
  const ill = services.filter(({ well }) => !well).map(({ name }) => name);
  const seen = ill.length === 0 ? 'Every service is well.' : `Not well: ${ill.join(', ')}.`;
  return broken === null ? seen : `Broken: ${broken}. ${seen}`;
}
