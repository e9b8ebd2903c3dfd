import type { KnownBlock } from '@slack/types';

/** A message as Slack's methods take it. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The words alone, where Slack refused the blocks. */
export function simplified({ text }: SlackMessage): SlackMessage {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }] };
}

/** Posted without knowing whether it stands already: said openly rather than hidden. */
export function continued({ text, blocks }: SlackMessage): SlackMessage {
  const says = 'Posted again after a restart; an earlier copy may stand above.';
  return { text, blocks: [...blocks, { type: 'context', elements: [{ type: 'mrkdwn', text: says, verbatim: true }] }] };
}

/** What should have stood above a file that Slack did not take; `then`: where else it is to be had. */
export function withoutFile({ text, blocks }: SlackMessage, then = 'The bot keeps it.'): SlackMessage {
  const says = `Slack did not take the file. ${then}`;
  return { text, blocks: [...blocks, { type: 'context', elements: [{ type: 'mrkdwn', text: says, verbatim: true }] }] };
}
